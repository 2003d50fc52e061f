import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/given', name: 'given', component: () => import('./Given.vue') },
  { path: '/given/:id', name: 'given-gift', component: () => import('./GivenGift.vue'), meta: { keyed: true } },
] as RouteRecordRaw[]
