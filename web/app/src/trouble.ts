/** What went wrong, in the person's language: our words where the refusal is known, else the server's own. */
import { Refused, Unanswered } from '@kith/api'
import { useI18n } from '@kith/i18n'
import { tell, type Trouble } from '@kith/ui'

export function useTrouble(): { explain: (error: unknown) => Trouble; complain: (error: unknown) => void } {
  const { t, te } = useI18n()

  function explain(error: unknown): Trouble {
    if (error instanceof Unanswered || !navigator.onLine) {
      return { title: t('common.trouble.offline.title'), text: t('common.trouble.offline.text'), offline: true }
    }
    const title = t('common.trouble.failed.title')
    if (!(error instanceof Refused)) return { title, text: t('problems.internal'), offline: false }
    const key = `problems.${error.code}`
    const known = te(key) ? t(key, { ...error.problem.facts }) : error.problem.detail || t('problems.internal')
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
