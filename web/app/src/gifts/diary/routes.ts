import type { RouteRecordRaw } from 'vue-router'

export default [{ path: '/diary', name: 'diary', component: () => import('./Diary.vue') }] as RouteRecordRaw[]
