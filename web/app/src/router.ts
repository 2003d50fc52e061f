/** Every screen has an address. `open` ones need nobody signed in; `tab` ones stand over the tab bar. */
import { learn, type Parcel } from '@kith/i18n'
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import applications from './applications/routes'
import chat from './chat/routes'
import dev from './dev/routes'
import envelopes from './envelopes/routes'
import gallery from './gallery/routes'
import gifts from './gifts/routes'
import groups from './groups/routes'
import mall from './mall/routes'
import wishes from './wishes/routes'
import mine from './me/routes'
import merchants from './merchants/routes'
import notices from './notices/routes'
import payments from './payments/routes'
import people from './people/routes'
import places from './places/routes'
import { me } from './session'
import tasks from './tasks/routes'
import wallet from './wallet/routes'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without a session. */
    open?: boolean
    /** The tab that is lit. */
    tab?: 'nearby' | 'chats' | 'mall' | 'me'
    /** Another id in the address is another screen. */
    keyed?: boolean
    /** What it says beside the words that every screen has. */
    words?: Parcel
  }
}

const home: RouteRecordRaw[] = [
  { path: '/', redirect: '/nearby' },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./home/NotFound.vue'), meta: { open: true } },
]

/** The screens of a folder, which speak the words of the same name. */
function speaking(words: Parcel, screens: readonly RouteRecordRaw[]): RouteRecordRaw[] {
  return screens.map((screen) => ({ ...screen, meta: { ...screen.meta, words } }) as RouteRecordRaw)
}

export const router = createRouter({
  history: createWebHistory('/app/'),
  routes: [
    ...people,
    ...speaking('groups', groups),
    ...speaking('places', places),
    ...speaking('me', mine),
    ...speaking('notices', notices),
    ...mall,
    ...wishes,
    ...gifts,
    ...payments,
    ...speaking('chat', chat),
    ...speaking('envelopes', envelopes),
    ...speaking('tasks', tasks),
    ...speaking('wallet', wallet),
    ...speaking('applications', applications),
    ...speaking('merchants', merchants),
    ...speaking('dev', dev),
    ...speaking('gallery', gallery),
    ...home,
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.name === from.name ? false : { top: 0 }),
})

/** Begin to fetch a screen before it is known whether it may be shown: on a slow network both take their time. */
function warm(to: RouteLocationNormalized): void {
  for (const { components } of to.matched) {
    const screen = components?.default
    if (typeof screen === 'function') void (screen as () => Promise<unknown>)().catch(() => undefined)
  }
}

router.beforeEach(async (to) => {
  warm(to)
  if (to.meta.words) await learn(to.meta.words)
  if (to.meta.open) return true
  let somebody
  try {
    somebody = await me()
  } catch {
    // Without an answer the screen itself says that there is no connection.
    return true
  }
  if (!somebody) return { path: '/welcome', query: { next: to.fullPath } }
  if (!somebody.profile_complete && to.name !== 'first-profile')
    return { path: '/profile/first', query: { next: to.fullPath } }
  return true
})
