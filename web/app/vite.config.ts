import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { precompress } from './vite.precompress.ts'
import { serviceWorker } from './vite.worker.ts'

const SERVER = process.env.KITH_SITE ?? 'http://127.0.0.1:8400'

const here = (path: string): string => join(import.meta.dirname, path)

/**
 * On a slow network each file costs a round trip, so what is used together comes together: the frame that every screen
 * stands in, then the screens of one errand.
 */
const PARCELS: readonly [string, RegExp][] = [
  [
    'frame',
    /node_modules|plugin-vue:|web\/(ui|api)\/src\/(?!passkey|device)|i18n\/src\/index\.ts|app\/src\/((?!main)[^/]+\.(ts|vue)|.*routes\.ts|people\/next\.ts|gifts\/give\/draft\.ts)$/,
  ],
  ['gallery', /app\/src\/gallery\//],
  ['merchants', /app\/src\/merchants\//],
  ['received', /app\/src\/gifts\/(received|addresses|diary)\//],
  ['give', /app\/src\/(mall|wishes|payments|gifts\/(give|given|asking))\//],
  ['notices', /app\/src\/notices\//],
  ['live', /app\/src\/chat\/(live|outbox)\//],
  ['chat', /app\/src\/chat\//],
  ['me', /app\/src\/me\//],
  ['people', /app\/src\/(people|home)\/|web\/api\/src\/(passkey|device)/],
]

export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [vue(), serviceWorker(here('src/worker.js'), here('public')), precompress()],
  build: {
    target: 'es2022',
    manifest: true,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: PARCELS.map(([name, test], at) => ({ name, test, priority: PARCELS.length - at })),
          includeDependenciesRecursively: false,
        },
      },
    },
  },
  server: { proxy: { '^/(?!app/)': { target: SERVER, changeOrigin: true } } },
})
