/** Every page has an address. Who may see it, and where it stands in the navigation, is said in its `meta`. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import care from './care/routes'
import entry from './entry/routes'
import money from './money/routes'
import operators from './operators/routes'
import { may, me, type Role } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Which roles may; a page without needs nobody signed in. */
    roles?: readonly Role[]
    /** Its key among the words of the navigation; a page without is reached from another. */
    nav?: string
  }
}

/** In the order of the navigation. */
const pages: RouteRecordRaw[] = [...money, ...care, ...operators]

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    {
      path: '/',
      name: 'home',
      component: () => import('./home/Home.vue'),
      meta: { roles: ['reviewer', 'support', 'finance', 'admin'] },
    },
    ...pages,
    ...entry,
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./home/NotFound.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.name === from.name ? false : { top: 0 }),
})

/** What stands in the navigation of whoever is signed in. */
export function reachable(): RouteRecordRaw[] {
  return pages.filter(({ meta }) => meta?.nav && meta.roles && may(meta.roles))
}

router.beforeEach(async (to) => {
  const { roles } = to.meta
  if (!roles) return true
  const somebody = await me()
  if (!somebody) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  return may(roles) || { name: 'home' }
})
