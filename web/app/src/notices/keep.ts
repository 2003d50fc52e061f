/** While notifications are allowed here: the service worker has the words, the server knows the way, and nothing is left
 * of them once somebody looks. */
import { i18n, learn } from '@kith/i18n'
import { watch } from 'vue'
import { me } from '../session'
import { keepOn } from './browser'

const KINDS = [
  'message',
  'greeting',
  'group',
  'gift_received',
  'gift_reminder',
  'gift_given',
  'charge',
  'ask',
  'paid_gift',
  'wallet',
  'envelope_sent',
  'task',
  'follow',
  'shop_order',
  'shop_pass',
  'summary',
] as const

/** In the language of this device; the worker is not there to be asked when it changes. */
async function leaveWords(): Promise<void> {
  await learn('notices')
  const { t, locale } = i18n.global
  const words = KINDS.map((kind) => [
    kind,
    { title: t(`notices.push.${kind}.title`), text: t(`notices.push.${kind}.text`, { n: '{n}' }) },
  ])
  const kept = await caches.open('words')
  await kept.put('/app/words', Response.json({ lang: locale.value, words: Object.fromEntries(words) }))
}

async function clear(): Promise<void> {
  if (document.visibilityState !== 'visible') return
  await navigator.clearAppBadge?.()
  const there = await navigator.serviceWorker.getRegistration('/app/')
  for (const shown of (await there?.getNotifications()) ?? []) shown.close()
}

let kept = false

/** From now on, however often it is asked for. */
export async function keepNotices(): Promise<void> {
  if (kept || !('Notification' in window) || Notification.permission !== 'granted') return
  kept = true
  watch(i18n.global.locale, () => void leaveWords())
  document.addEventListener('visibilitychange', () => void clear())
  await Promise.all([leaveWords(), clear()])
  const person = await me()
  if (person) await keepOn(person.person_id)
}
