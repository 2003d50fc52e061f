import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/charges/:id', name: 'charge', component: () => import('./Charge.vue'), meta: { keyed: true } },
  { path: '/charges/:id/card', name: 'card', component: () => import('./Card.vue'), meta: { keyed: true } },
  { path: '/refunds', name: 'refunds', component: () => import('./Refunds.vue') },
] as RouteRecordRaw[]
