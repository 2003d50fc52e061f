import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/applications', name: 'applications', component: () => import('./Applications.vue') },
  {
    path: '/applications/:id',
    name: 'application',
    component: () => import('./Application.vue'),
    meta: { keyed: true },
  },
] as RouteRecordRaw[]
