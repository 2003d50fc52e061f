/** The application for people: language, theme, data, routes, and what to do when a session ends. */
import '@kith/ui/style.css'
import { onGone, onSignedOut } from '@kith/api'
import { i18n, learn } from '@kith/i18n'
import { tell } from '@kith/ui'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from './App.vue'
import { keepLanguage } from './preferences'
import { queries } from './queries'
import { router } from './router'
import { forget, known } from './session'

onGone(() => i18n.global.t('people.gone'))
onSignedOut(() => {
  if (!known()) return
  const here = router.currentRoute.value
  forget()
  if (!here.meta.open) void router.replace({ path: '/welcome', query: { next: here.fullPath } })
})

// A part of an older build that is gone: the newer build has it under another name. Once, lest a broken one turn in circles.
const RELOADED = 'kith.reloaded'
window.addEventListener('vite:preloadError', (event) => {
  if (!navigator.onLine || Date.now() - Number(sessionStorage.getItem(RELOADED)) < 10_000) return
  event.preventDefault()
  sessionStorage.setItem(RELOADED, String(Date.now()))
  window.location.reload()
})
router.onError(() => tell(i18n.global.t('common.trouble.offline.text'), 'bad'))
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => void navigator.serviceWorker.register('/app/worker.js'))
}

// The router begins with its first screen at once; the words come meanwhile.
const words = keepLanguage()
const app = createApp(App).use(i18n).use(VueQueryPlugin, { queryClient: queries }).use(router)
await words
app.mount('#app')
// Until they are there a refusal is said in the server's words.
void learn('problems').catch(() => undefined)
if ('Notification' in window && Notification.permission === 'granted') {
  void import('./notices/keep').then(({ keepNotices }) => keepNotices()).catch(() => undefined)
}
