/** Moments and days in the operator's words, to the second where it matters. */
import { useI18n } from '@kith/i18n'

export function useWhen(): {
  moment: (at: string | null | undefined) => string
  age: (from: string, to?: string | null) => string
} {
  const { t, locale } = useI18n()
  return {
    moment: (at) =>
      at
        ? new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'medium', hour12: false }).format(
            new Date(at),
          )
        : '',
    age: (from, to) => {
      const hours = Math.max(0, Math.floor(((to ? Date.parse(to) : Date.now()) - Date.parse(from)) / 3_600_000))
      return hours < 48 ? t('common.span.hours', { n: hours }) : t('common.span.days', { n: Math.floor(hours / 24) })
    },
  }
}
