import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/me', name: 'me', component: () => import('./Me.vue'), meta: { tab: 'me' } },
  { path: '/me/profile', name: 'edit-profile', component: () => import('./EditProfile.vue') },
  { path: '/me/gift-door', name: 'gift-door', component: () => import('./GiftDoor.vue') },
  { path: '/me/privacy', name: 'privacy', component: () => import('./Privacy.vue') },
  { path: '/me/blocks', name: 'blocks', component: () => import('./Blocks.vue') },
  { path: '/me/devices', name: 'devices', component: () => import('./Devices.vue') },
  { path: '/me/passkeys', name: 'passkeys', component: () => import('./Passkeys.vue') },
  { path: '/me/data', name: 'data', component: () => import('./Data.vue') },
  { path: '/me/leave', name: 'leave', component: () => import('./Leave.vue') },
  { path: '/left', name: 'left', component: () => import('./Left.vue'), meta: { open: true } },
  { path: '/me/settings', name: 'settings', component: () => import('./Settings.vue') },
] as RouteRecordRaw[]
