import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/wallet', name: 'wallet', component: () => import('./Wallet.vue') },
  { path: '/wallet/top-up', name: 'top-up', component: () => import('./TopUp.vue') },
  { path: '/wallet/withdraw', name: 'withdraw', component: () => import('./Withdraw.vue') },
  { path: '/wallet/identity', name: 'identity', component: () => import('./Identity.vue') },
] as RouteRecordRaw[]
