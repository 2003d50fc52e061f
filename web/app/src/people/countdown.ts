/** Seconds until a moment of this device's clock, counted down. */
import { computed, onScopeDispose, ref, type ComputedRef } from 'vue'

const USUAL_MS = 60_000
const LONGEST_MS = 10 * USUAL_MS

export function useCountdown(until: () => number): ComputedRef<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 500)
  onScopeDispose(() => clearInterval(timer))
  return computed(() => Math.max(0, Math.ceil((until() - now.value) / 1000)))
}

/** A moment of the server's clock on this device's, for a wait of minutes. When the clocks differ too much: a usual wait. */
export function soon(at: string, now = Date.now()): number {
  const wait = Date.parse(at) - now
  return now + (wait > 0 && wait <= LONGEST_MS ? wait : USUAL_MS)
}
