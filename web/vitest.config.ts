import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: { environment: 'happy-dom', css: { include: [/style\.css/] }, include: ['{api,i18n,ui,app}/**/*.test.ts'] },
})
