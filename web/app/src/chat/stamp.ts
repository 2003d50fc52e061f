/** When something was said, in short: the hour of today, yesterday, else the day. */
import { useI18n } from '@kith/i18n'
import { useNow } from '../when'
import { dayOf } from './days'

const DAY_MS = 86_400_000

export function useStamp(): {
  hour: (at: string) => string
  short: (at: string) => string
  day: (at: string) => string
} {
  const { t, locale } = useI18n()
  const now = useNow(60_000)
  const form = (at: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale.value, options).format(new Date(at))
  const hour = (at: string): string => form(at, { hour: '2-digit', minute: '2-digit', hour12: false })

  function near(at: string): 'today' | 'yesterday' | null {
    if (dayOf(at) === dayOf(now.value)) return 'today'
    return dayOf(at) === dayOf(now.value - DAY_MS) ? 'yesterday' : null
  }
  function date(at: string, long: boolean): string {
    const thisYear = new Date(at).getFullYear() === new Date(now.value).getFullYear()
    if (long)
      return form(at, { month: 'long', day: 'numeric', weekday: 'long', ...(thisYear ? {} : { year: 'numeric' }) })
    return form(at, { month: 'numeric', day: 'numeric', ...(thisYear ? {} : { year: '2-digit' }) })
  }
  return {
    hour,
    short: (at) => {
      const close = near(at)
      if (close === 'today') return hour(at)
      return close ? t('chat.talk.yesterday') : date(at, false)
    },
    day: (at) => {
      const close = near(at)
      return close ? t(`chat.talk.${close}`) : date(at, true)
    },
  }
}
