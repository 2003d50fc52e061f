import common from './common'
import console from './console'
import problems from './problems'

export default { common, console, problems }
