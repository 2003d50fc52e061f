import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/chats/:id/envelope',
    name: 'send-envelope',
    component: () => import('./Send.vue'),
    meta: { keyed: true },
  },
  { path: '/envelopes', name: 'envelopes', component: () => import('./History.vue') },
  { path: '/envelopes/:id', name: 'envelope', component: () => import('./Envelope.vue'), meta: { keyed: true } },
  { path: '/verify', name: 'verify', component: () => import('./Verify.vue'), meta: { open: true } },
] as RouteRecordRaw[]
