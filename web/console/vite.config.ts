import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { precompress } from '../app/vite.precompress.ts'

const SERVER = process.env.KITH_SITE ?? 'http://127.0.0.1:8400'

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [vue(), precompress()],
  build: { target: 'es2022', manifest: true, emptyOutDir: true, modulePreload: { polyfill: false } },
  server: { port: 5174, proxy: { '^/(?!console/)': { target: SERVER, changeOrigin: true } } },
})
