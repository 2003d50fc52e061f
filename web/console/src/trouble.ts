/** What went wrong, in the operator's language: our words where the refusal is known, else the server's own. */
import { Refused, Unanswered } from '@kith/api'
import { useI18n } from '@kith/i18n'
import { yuan } from '@kith/ui/yuan'
import { ref, type Ref } from 'vue'
import { ElMessage } from './kit'

export function useTrouble(): { explain: (error: unknown) => string; complain: (error: unknown) => void } {
  const { t, te } = useI18n()

  function explain(error: unknown): string {
    if (error instanceof Unanswered) return t('common.trouble.unanswered')
    if (!(error instanceof Refused)) return t('problems.internal')
    const facts = Object.entries(error.problem.facts ?? {}).map(([name, fact]) => [
      name,
      name.endsWith('_fen') ? yuan(Number(fact)) : fact,
    ])
    const key = `problems.${error.code}`
    const words = te(key) ? t(key, Object.fromEntries(facts)) : error.problem.detail || t('problems.internal')
    const request = error.problem.status >= 500 ? error.problem.request : undefined
    return request ? `${words} (${t('common.support', { code: request })})` : words
  }

  return { explain, complain: (error) => void ElMessage({ type: 'error', message: explain(error), duration: 6000 }) }
}

/** A deed with its busy state and its complaint. `run` is true when it is done; pressing while busy does nothing. */
export function useDeed<Input = void>(
  act: (input: Input) => Promise<unknown>,
): { busy: Ref<boolean>; run: (input: Input) => Promise<boolean> } {
  const busy = ref(false)
  const { complain } = useTrouble()
  return {
    busy,
    run: async (input) => {
      if (busy.value) return false
      busy.value = true
      try {
        await act(input)
        return true
      } catch (error) {
        complain(error)
        return false
      } finally {
        busy.value = false
      }
    },
  }
}

export function praise(words: string): void {
  ElMessage({ type: 'success', message: words })
}
