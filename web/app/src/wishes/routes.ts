import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/me/wishes', name: 'my-wishes', component: () => import('./Wishes.vue') },
  { path: '/people/:id/wishes', name: 'wishes', component: () => import('./Wishes.vue'), meta: { keyed: true } },
] as RouteRecordRaw[]
