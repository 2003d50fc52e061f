import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/nearby', name: 'nearby', component: () => import('./Nearby.vue'), meta: { tab: 'nearby' } },
] as RouteRecordRaw[]
