import applications from './applications'
import chat from './chat'
import console from './console'
import core from './core'
import dev from './dev'
import envelopes from './envelopes'
import gallery from './gallery'
import groups from './groups'
import me from './me'
import merchants from './merchants'
import notices from './notices'
import places from './places'
import problems from './problems'
import tasks from './tasks'
import wallet from './wallet'

export default {
  ...core,
  applications,
  chat,
  console,
  dev,
  envelopes,
  gallery,
  groups,
  me,
  merchants,
  notices,
  places,
  problems,
  tasks,
  wallet,
}
