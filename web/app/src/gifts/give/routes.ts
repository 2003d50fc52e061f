import type { RouteLocationNormalized, RouteLocationRaw, RouteRecordRaw } from 'vue-router'
import { chosen, nextStep, openDraft, resumed } from './draft'

/** Stay where everything before is known; else go where the first thing is missing. */
function inOrder(to: RouteLocationNormalized): true | RouteLocationRaw {
  openDraft()
  const said = chosen(to.query)
  if (to.path === '/give') return nextStep(Object.keys(said).length ? said : resumed())
  if (to.path === '/give/goods') return said.to ? true : nextStep({})
  const step = nextStep(said)
  return step.path === to.path || to.path === '/give/friend' ? true : step
}

export default [
  { path: '/give', component: { render: () => null }, beforeEnter: inOrder },
  { path: '/give/friend', name: 'give-friend', component: () => import('./GiveFriend.vue'), beforeEnter: inOrder },
  { path: '/give/goods', name: 'give-goods', component: () => import('./GiveGoods.vue'), beforeEnter: inOrder },
  { path: '/give/card', name: 'give-card', component: () => import('./GiveCard.vue'), beforeEnter: inOrder },
] as RouteRecordRaw[]
