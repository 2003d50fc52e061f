import type { RouteRecordRaw } from 'vue-router'
import addresses from './addresses/routes'
import asking from './asking/routes'
import diary from './diary/routes'
import give from './give/routes'
import given from './given/routes'
import received from './received/routes'

export default [...give, ...given, ...asking, ...diary, ...received, ...addresses] as RouteRecordRaw[]
