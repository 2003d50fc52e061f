/** What went wrong, in the person's language: our words where the refusal is known, else the server's own. */
import { Refused, Unanswered, type Problem } from '@kith/api'
import { useI18n } from '@kith/i18n'
import { tell, yuan, type Trouble } from '@kith/ui'
import { momentIn } from './when'

/** The facts of a refusal as one says them: `left_fen` as yuan, `free_at` as a moment. */
function said(facts: Problem['facts'], locale: string): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(facts ?? {}).map(([name, fact]) => {
      if (name.endsWith('_fen')) return [name, yuan(Number(fact))]
      if (name.endsWith('_at')) return [name, momentIn(locale, String(fact))]
      return [name, fact]
    }),
  )
}

export function useTrouble(): { explain: (error: unknown) => Trouble; complain: (error: unknown) => void } {
  const { t, te, locale } = useI18n()

  function explain(error: unknown): Trouble {
    if (error instanceof Unanswered || !navigator.onLine) {
      return { title: t('common.trouble.offline.title'), text: t('common.trouble.offline.text'), offline: true }
    }
    const title = t('common.trouble.failed.title')
    if (!(error instanceof Refused)) return { title, text: t('problems.internal'), offline: false }
    const key = `problems.${error.code}`
    const facts = said(error.problem.facts, locale.value)
    const words = te(key) ? t(key, facts) : error.problem.detail || t('problems.internal')
    const known = facts.free_at ? `${words}${t('common.trouble.from', { moment: String(facts.free_at) })}` : words
    const support = error.problem.status >= 500 ? error.problem.request : undefined
    return { title, text: known, support, offline: false }
  }

  return {
    explain,
    complain: (error) => {
      const { text, offline, support } = explain(error)
      if (offline) tell(t('common.trouble.unanswered'), 'bad')
      else tell(support ? `${text} (${t('common.support', { code: support })})` : text, 'bad')
    },
  }
}
