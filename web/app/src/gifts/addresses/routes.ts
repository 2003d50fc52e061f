import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/me/addresses', name: 'addresses', component: () => import('./Addresses.vue') },
  { path: '/me/addresses/:id', name: 'address', component: () => import('./EditAddress.vue'), meta: { keyed: true } },
] as RouteRecordRaw[]
