import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/mall', name: 'mall', component: () => import('./Mall.vue'), meta: { tab: 'mall' } },
  { path: '/mall/search', name: 'mall-search', component: () => import('./Search.vue'), meta: { tab: 'mall' } },
  { path: '/goods/:id', name: 'goods', component: () => import('./Goods.vue'), meta: { keyed: true } },
] as RouteRecordRaw[]
