/** The console of operators: language, theme, data, pages, and what to do when a session ends. */
import '@kith/ui/style.css'
import { onSignedOut } from '@kith/api'
import { i18n, speak } from '@kith/i18n/console'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from './App.vue'
import { language } from './preferences'
import { router } from './router'
import { leave, operator, queries } from './session'

onSignedOut(() => {
  if (!operator.value) return
  leave()
  void router.replace({ name: 'sign-in', query: { next: router.currentRoute.value.fullPath, ended: '1' } })
})

const app = createApp(App).use(i18n).use(VueQueryPlugin, { queryClient: queries }).use(router)
await speak(language.value)
app.mount('#console')
