import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/given/:id/ask', name: 'ask-friends', component: () => import('./AskFriends.vue'), meta: { keyed: true } },
  { path: '/asks', name: 'asks', component: () => import('./Asks.vue') },
  { path: '/asks/:id', name: 'ask', component: () => import('./Ask.vue'), meta: { keyed: true } },
  { path: '/pay/:token', name: 'pay-link', component: () => import('./ByLink.vue'), meta: { keyed: true } },
  { path: '/paid/:id', name: 'paid-gift', component: () => import('./Paid.vue'), meta: { keyed: true } },
] as RouteRecordRaw[]
