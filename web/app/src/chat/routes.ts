import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/chats', name: 'chats', component: () => import('./Chats.vue'), meta: { tab: 'chats' } },
  { path: '/chats/greetings', name: 'greetings', component: () => import('./Greetings.vue') },
  { path: '/chats/:id', name: 'talk', component: () => import('./Talk.vue') },
] as RouteRecordRaw[]
