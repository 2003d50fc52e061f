import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/nearby/groups',
    name: 'nearby-groups',
    component: () => import('./NearbyGroups.vue'),
    meta: { tab: 'nearby' },
  },
  { path: '/groups/new', name: 'new-group', component: () => import('./NewGroup.vue') },
  { path: '/groups/:id', name: 'group', component: () => import('./GroupPage.vue'), meta: { keyed: true } },
  { path: '/groups/:id/edit', name: 'edit-group', component: () => import('./EditGroup.vue'), meta: { keyed: true } },
  {
    path: '/groups/:id/requests',
    name: 'join-requests',
    component: () => import('./Requests.vue'),
    meta: { keyed: true },
  },
] as RouteRecordRaw[]
