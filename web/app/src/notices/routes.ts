import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/me/notifications', name: 'notifications', component: () => import('./Notifications.vue') },
] as RouteRecordRaw[]
