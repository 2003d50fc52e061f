import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/received', name: 'received', component: () => import('./Box.vue') },
  { path: '/received/:id', name: 'received-gift', component: () => import('./Received.vue'), meta: { keyed: true } },
  { path: '/received/:id/accept', name: 'accept', component: () => import('./Accept.vue'), meta: { keyed: true } },
  { path: '/received/:id/swaps', name: 'swaps', component: () => import('./Swaps.vue'), meta: { keyed: true } },
  { path: '/received/:id/address', name: 'correct', component: () => import('./Correct.vue'), meta: { keyed: true } },
] as RouteRecordRaw[]
