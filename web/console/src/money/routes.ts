import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/breaks',
    name: 'breaks',
    component: () => import('./Breaks.vue'),
    meta: { roles: ['finance'], nav: 'breaks' },
  },
  { path: '/breaks/:id', name: 'break', component: () => import('./Break.vue'), meta: { roles: ['finance'] } },
  {
    path: '/bill-days',
    name: 'bill-days',
    component: () => import('./Days.vue'),
    meta: { roles: ['finance'], nav: 'days' },
  },
  {
    path: '/stuck',
    name: 'stuck',
    component: () => import('./Stuck.vue'),
    meta: { roles: ['finance', 'support'], nav: 'stuck' },
  },
] as RouteRecordRaw[]
