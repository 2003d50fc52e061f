/*
 * Keeps the shell and the built files on the device, so that the app opens without a connection and says so itself.
 * Nothing that the server answers about people is ever kept here.
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
