/** What this browser can do about being pushed, and doing it. Asks for permission only where somebody has just pressed. */
import { subscribeToPush, type NewSubscription } from '@kith/api'

/** `install`: on these devices only what stands on the home screen is pushed. */
export type Ability = 'unsupported' | 'install' | 'denied' | 'able'

const MINE = 'kith.push'

export function ability(): Ability {
  if ('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)
    return Notification.permission === 'denied' ? 'denied' : 'able'
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (isMac() && navigator.maxTouchPoints > 1)
  return apple && !matchMedia('(display-mode: standalone)').matches ? 'install' : 'unsupported'
}

/** An iPad says that it is a Mac. */
function isMac(): boolean {
  return navigator.userAgent.includes('Macintosh')
}

export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

async function worker(): Promise<ServiceWorkerRegistration> {
  const there = await navigator.serviceWorker.getRegistration('/app/')
  if (!there) await navigator.serviceWorker.register('/app/worker.js')
  return navigator.serviceWorker.ready
}

/** What this browser is pushed with, if it is. */
export async function subscribed(): Promise<PushSubscription | null> {
  const there = ability() === 'able' ? await navigator.serviceWorker.getRegistration('/app/') : undefined
  return (await there?.pushManager.getSubscription()) ?? null
}

/** Ask for permission, subscribe, and tell the server. False where permission was not given. */
export async function switchOn(key: string, person: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  const { pushManager } = await worker()
  const before = await pushManager.getSubscription()
  // One that was made for another key is of no use.
  if (before && !signedBy(before, key)) await before.unsubscribe()
  await tellServer(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }))
  localStorage.setItem(MINE, person)
  return true
}

export async function switchOff(): Promise<void> {
  localStorage.removeItem(MINE)
  await (await subscribed())?.unsubscribe()
}

/** Who switched it on here was signed out and is back, or the browser has another address now: the server hears of it. */
export async function keepOn(person: string): Promise<void> {
  if (localStorage.getItem(MINE) !== person) return
  const mine = await subscribed()
  if (mine) await tellServer(mine)
}

async function tellServer(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON() as Omit<NewSubscription, 'zone'>
  await subscribeToPush({ body: { endpoint, keys, zone: zoneHere() } })
}

function signedBy(subscription: PushSubscription, key: string): boolean {
  const made = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0))
  const text = btoa(String.fromCharCode(...made))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === key
}
