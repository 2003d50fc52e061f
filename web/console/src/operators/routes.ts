import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/operators',
    name: 'operators',
    component: () => import('./Operators.vue'),
    meta: { roles: ['admin'], nav: 'operators' },
  },
  { path: '/log', name: 'log', component: () => import('./Log.vue'), meta: { roles: ['admin'], nav: 'log' } },
  {
    path: '/sessions',
    name: 'sessions',
    component: () => import('./Sessions.vue'),
    meta: { roles: ['reviewer', 'support', 'finance', 'admin'] },
  },
] as RouteRecordRaw[]
