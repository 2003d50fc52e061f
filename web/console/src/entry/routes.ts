import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignIn.vue') },
  { path: '/enrol', name: 'enrol', component: () => import('./Enrol.vue') },
] as RouteRecordRaw[]
