/** Moments and days in the person's words. The server speaks UTC; days of delivery are days in Beijing. */
import { useI18n } from '@kith/i18n'
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The server's clock, as far as its answers have told. A demo can be ahead of real time. */
const ahead = ref(0)

export function learnTime(now: string): void {
  ahead.value = Date.parse(now) - Date.now()
}

/** The current moment in ms, moving on by itself. */
export function useNow(everyMs = 1000): Ref<number> {
  const now = ref(Date.now() + ahead.value)
  const tick = (): void => void (now.value = Date.now() + ahead.value)
  const timer = setInterval(tick, everyMs)
  watch(ahead, tick)
  onScopeDispose(() => clearInterval(timer))
  return now
}

/** A moment in short, to the minute. */
export function momentIn(locale: string, at: string): string {
  const form: Intl.DateTimeFormatOptions = {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }
  return new Intl.DateTimeFormat(locale, form).format(new Date(at))
}

export function useWhen(): {
  moment: (at: string) => string
  day: (day: string) => string
  span: (ms: number) => string
  /** A month that is written `2026-03`. */
  month: (month: string) => string
  left: (at: string) => ComputedRef<string>
} {
  const { t, locale } = useI18n()
  const now = useNow(10_000)
  const form = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale.value, options)

  function span(ms: number): string {
    if (ms >= 2 * DAY) return t('common.span.days', { n: Math.floor(ms / DAY) })
    if (ms >= 2 * HOUR) return t('common.span.hours', { n: Math.floor(ms / HOUR) })
    if (ms >= MINUTE) return t('common.span.minutes', { n: Math.floor(ms / MINUTE) })
    return t('common.span.moment')
  }

  return {
    span,
    moment: (at) => momentIn(locale.value, at),
    day: (day) =>
      form({ month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`)),
    month: (month) =>
      form({ year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`)),
    left: (at) => computed(() => span(Math.max(0, Date.parse(at) - now.value))),
  }
}
