import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { precompress } from './vite.precompress.ts'
import { serviceWorker } from './vite.worker.ts'

const SERVER = process.env.KITH_SITE ?? 'http://127.0.0.1:8400'

const here = (path: string): string => join(import.meta.dirname, path)

export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [vue(), serviceWorker(here('src/worker.js'), here('public')), precompress()],
  build: { target: 'es2022', manifest: true, emptyOutDir: true, modulePreload: { polyfill: false } },
  server: { proxy: { '^/(?!app/)': { target: SERVER, changeOrigin: true } } },
})
