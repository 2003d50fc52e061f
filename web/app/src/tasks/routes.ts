import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/tasks', name: 'tasks', component: () => import('./Tasks.vue') },
  { path: '/invite', name: 'invite', component: () => import('./Invite.vue') },
  { path: '/invites/:code', name: 'invited', component: () => import('./Invited.vue'), meta: { open: true } },
] as RouteRecordRaw[]
