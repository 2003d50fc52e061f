import type { NavigationGuard, RouteRecordRaw } from 'vue-router'
import { me } from '../session'
import { inside, onward } from './next'

/** Whoever is signed in has no business here, and goes on. */
const strangers: NavigationGuard = async (to) => {
  try {
    const somebody = await me()
    if (!somebody) return true
    return somebody.profile_complete ? inside(to.query.next) : { path: '/profile/first', query: onward(to.query.next) }
  } catch {
    return true
  }
}

const newcomers: NavigationGuard = async (to) => {
  const somebody = await me().catch(() => null)
  return somebody?.profile_complete ? inside(to.query.next) : true
}

export default [
  {
    path: '/welcome',
    name: 'welcome',
    component: () => import('./Welcome.vue'),
    beforeEnter: strangers,
    meta: { open: true },
  },
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignIn.vue'),
    beforeEnter: strangers,
    meta: { open: true },
  },
  {
    path: '/profile/first',
    name: 'first-profile',
    component: () => import('./FirstProfile.vue'),
    beforeEnter: newcomers,
  },
  { path: '/people', name: 'people', component: () => import('./People.vue') },
  { path: '/people/:id', name: 'person', component: () => import('./Person.vue'), meta: { keyed: true } },
  { path: '/friends', name: 'friends', component: () => import('./Friends.vue') },
] as RouteRecordRaw[]
