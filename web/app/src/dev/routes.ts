import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/dev/outbox', name: 'outbox', component: () => import('./Outbox.vue'), meta: { open: true } },
] as RouteRecordRaw[]
