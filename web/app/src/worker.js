/*
 * Keeps the shell and the built files on the device, so that the app opens without a connection and says so itself, and
 * shows what is pushed. Nothing that the server answers about people is ever kept here.
 */
const FILES = self.__FILES__
const CACHE = 'kith-' + self.__BUILD__
const PATIENCE_MS = 4000

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(['/app/', ...FILES])))
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  // The build before this one stays: a page that is still open may yet ask for a part of it.
  event.waitUntil(
    caches.keys().then((names) => {
      const old = names.filter((name) => name.startsWith('kith-') && name !== CACHE).slice(0, -1)
      return Promise.all(old.map((name) => caches.delete(name)))
    }),
  )
  self.clients.claim()
})

async function shell(request) {
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
  const fresh = fetch(request).catch(() => undefined)
  return (await Promise.race([fresh, patience])) || (await caches.match('/app/')) || (await fresh) || Response.error()
}

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (origin !== self.location.origin || event.request.method !== 'GET' || !pathname.startsWith('/app/')) return
  if (event.request.mode === 'navigate') event.respondWith(shell(event.request))
  else event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)))
})

/** Where it is told what a push is about. */
const PLACES = {
  message: 'chats/',
  greeting: 'chats/',
  group: 'groups/',
  gift_received: 'received/',
  gift_reminder: 'received/',
  gift_given: 'given/',
  charge: 'charges/',
  ask: 'asks/',
  paid_gift: 'paid/',
  follow: 'people/',
  shop_order: 'shops/',
  envelope_sent: 'envelopes/',
  shop_pass: 'applications/',
}
const ID = /^[0-9a-f-]{36}$/

/** The app leaves its words here, in the language of this device. */
async function wordsFor(kind) {
  const kept = await caches.match('/app/words', { cacheName: 'words' })
  const { lang = '', words = {} } = kept ? await kept.json() : {}
  return { lang, ...(words[kind] ?? { title: 'Kith', text: '' }) }
}

async function show({ kind, ref, number = 1 }) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  // Whoever looks at the app sees it there.
  if (windows.some((one) => one.focused)) return
  const { title, text, lang } = await wordsFor(kind)
  const told = PLACES[kind] && ID.test(ref) ? PLACES[kind] + ref : ''
  const place = { wallet: 'wallet', task: 'tasks' }[kind] ?? told
  await self.registration.showNotification(title, {
    body: text.replace('{n}', number),
    lang,
    tag: `${kind} ${place}`,
    renotify: true,
    icon: '/app/icon-192.png',
    data: `/app/${place}`,
  })
  await self.navigator.setAppBadge?.((await self.registration.getNotifications()).length)
}

async function go(to) {
  const [window] = await self.clients.matchAll({ type: 'window' })
  if (!window) return self.clients.openWindow(to)
  await window.focus().catch(() => undefined)
  return window.navigate(to)
}

/** The browser has a new address: the server, which knows whose this is by its cookie, is told. */
async function renew(before, given) {
  const { applicationServerKey } = before?.options ?? {}
  const made = given ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }))
  const { endpoint, keys } = made.toJSON()
  await fetch('/me/push/subscription', {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ endpoint, keys }),
  })
}

self.addEventListener('push', (event) => event.waitUntil(show(event.data ? event.data.json() : {})))
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(go(event.notification.data))
})
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event.oldSubscription, event.newSubscription))
})
