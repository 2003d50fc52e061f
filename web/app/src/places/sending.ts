/**
 * Saying where this device is: when the screen is opened, when it is shown again, now and then while it is looked at, and
 * when a hand asks for it. The browser asks the person only after such a press.
 */
import { Refused, sendPosition, Unanswered, viewNearbyChoicesQueryKey, type Nearby } from '@kith/api'
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { refresh } from '../live'
import { queries } from '../queries'
import { isDue, WHILE_MS, type Occasion, type Pace } from './pace'
import { guess, locate, permission, Unlocated, type NoFix } from './position'

/** So long a list waits for a fresh position before it begins with the one that is kept. */
const PATIENCE_MS = 4_000

/** Also when somebody comes back to the screen. */
const paces = new Map<string, Pace>()

export type Trouble = NoFix | 'offline' | 'failed'

export interface Sending {
  busy: Ref<boolean>
  /** Why the position is not known, if it is not. */
  trouble: Ref<Trouble | null>
  /** So many kilometres the position may be off; 0 where it is good enough. */
  off: Ref<number>
  /** Nobody can have come so far so soon: the position before is the one that counts. */
  doubted: Ref<boolean>
  /** There is a fresh position, or none is to be expected soon. */
  settled: Ref<boolean>
  /**
   * Say it now, though the browser may have to ask; unless it was said a moment ago and not needed `anyway`. What is in the
   * way is told by `trouble`, and raised.
   */
  now: (anyway: boolean) => Promise<void>
}

/** `on` while the person may be found. `moved` is called whenever a position was said. */
export function useSending(personId: string, on: Ref<boolean>, moved: (occasion: Occasion) => Promise<void>): Sending {
  const pace = paces.get(personId) ?? { at: 0, until: 0 }
  paces.set(personId, pace)
  const busy = ref(false)
  const trouble = ref<Trouble | null>(null)
  const off = ref(0)
  const doubted = ref(false)
  const settled = ref(false)
  let allowed: PermissionStatus | undefined
  let timers: ReturnType<typeof setTimeout>[] = []

  async function say(occasion: Occasion): Promise<void> {
    const fix = await locate()
    const { data } = await sendPosition({ body: { lat: fix.lat, lng: fix.lng } })
    pace.at = Date.now()
    trouble.value = null
    off.value = guess(fix)
    doubted.value = !data.believed
    queries.setQueryData<Nearby>(
      viewNearbyChoicesQueryKey(),
      (choices) => choices && { ...choices, until_at: data.until_at },
    )
    await moved(occasion)
  }

  async function attempt(occasion: Occasion): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      await say(occasion)
    } catch (error) {
      trouble.value = troubleOf(error)
      if (error instanceof Refused) {
        pace.until = Date.now() + 1000 * Number(error.problem.facts?.retry_after ?? 0)
        if (error.code === 'nearby_off') refresh('viewNearbyChoices')
      }
      throw error
    } finally {
      busy.value = false
      settled.value = true
    }
  }

  async function now(anyway: boolean): Promise<void> {
    if (anyway || trouble.value || isDue(pace, 'hand', Date.now())) await attempt('hand')
    else await moved('hand')
  }

  /** Without a press: only where the browser need not ask, and not too often. */
  async function mildly(occasion: Occasion): Promise<void> {
    if (!on.value || document.visibilityState !== 'visible') return
    if (allowed?.state === 'granted' && isDue(pace, occasion, Date.now())) {
      await attempt(occasion).catch(() => undefined)
      return
    }
    if (allowed?.state === 'denied') trouble.value = 'denied'
    // Some browsers never tell that they were allowed to; then it was said before.
    else trouble.value = allowed?.state === 'granted' || pace.at ? null : 'ask'
    settled.value = true
  }

  async function begin(): Promise<void> {
    if (!allowed) {
      allowed = await permission()
      allowed?.addEventListener('change', changed)
    }
    // A press may have asked meanwhile.
    if (!busy.value && !settled.value) await mildly('open')
  }
  const changed = (): void => void mildly('hand')
  const shown = (): void => void mildly('shown')

  watch(
    on,
    (is) => {
      timers.forEach(clearTimeout)
      timers = []
      if (!is) {
        settled.value = false
        return
      }
      void begin()
      timers = [
        setTimeout(() => (settled.value = true), PATIENCE_MS),
        setInterval(() => void mildly('while'), WHILE_MS),
      ]
    },
    { immediate: true },
  )
  document.addEventListener('visibilitychange', shown)
  window.addEventListener('online', shown)
  onScopeDispose(() => {
    timers.forEach(clearTimeout)
    document.removeEventListener('visibilitychange', shown)
    window.removeEventListener('online', shown)
    allowed?.removeEventListener('change', changed)
  })
  return { busy, trouble, off, doubted, settled, now }
}

function troubleOf(error: unknown): Trouble | null {
  if (error instanceof Unlocated) return error.why
  if (error instanceof Unanswered) return 'offline'
  return error instanceof Refused && error.problem.status === 429 ? null : 'failed'
}
