import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/shops/:id', name: 'shop', component: () => import('./Shop.vue') },
  { path: '/shops/:id/orders/:orderId', name: 'shop-order', component: () => import('./ShopOrder.vue') },
] as RouteRecordRaw[]
