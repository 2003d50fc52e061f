import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  // What is written down for others, with the numbers that both sides are held to.
  server: { fs: { allow: ['.', '../docs'] } },
  test: {
    environment: 'happy-dom',
    // A window and a fresh import of everything for each file cost four times what the tests do.
    isolate: false,
    unstubGlobals: true,
    css: { include: [/style\.css/] },
    include: ['{api,i18n,ui,app,console}/**/*.test.ts'],
  },
})
