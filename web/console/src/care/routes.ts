import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/people',
    name: 'people',
    component: () => import('./People.vue'),
    meta: { roles: ['support'], nav: 'people' },
  },
  { path: '/people/:id', name: 'person', component: () => import('./Person.vue'), meta: { roles: ['support'] } },
  {
    path: '/reports',
    name: 'reports',
    component: () => import('./Reports.vue'),
    meta: { roles: ['reviewer', 'support'], nav: 'reports' },
  },
  {
    path: '/brakes',
    name: 'brakes',
    component: () => import('./Brakes.vue'),
    meta: { roles: ['support', 'finance'], nav: 'brakes' },
  },
] as RouteRecordRaw[]
