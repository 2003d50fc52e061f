import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/_gallery', name: 'gallery', component: () => import('./Gallery.vue'), meta: { open: true } },
] as RouteRecordRaw[]
