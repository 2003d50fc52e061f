/**
 * A deed that must happen once: the client names it, so that pressing twice, a lost answer or a reload repeats the same
 * deed and not another. The id lives in the session storage until the server has answered for certain.
 */
import { newId, Refused } from '@kith/api'
import { ref, type Ref } from 'vue'
import { useTrouble } from './trouble'

/** The id kept under `name`, made when there is none. */
export function idFor(name: string): string {
  const key = `kith.deed.${name}`
  const kept = sessionStorage.getItem(key)
  if (kept) return kept
  const made = newId()
  sessionStorage.setItem(key, made)
  return made
}

/** The deed is over; the next of this name is another one. */
export function forgetId(name: string): void {
  sessionStorage.removeItem(`kith.deed.${name}`)
}

export interface Deed<Input> {
  busy: Ref<boolean>
  /** Do it; says what went wrong by itself. True when it is done. Pressing again while busy does nothing. */
  run: (input: Input) => Promise<boolean>
}

/** A deed with its busy state and its complaint. `refused` may take over a refusal by returning true. */
export function useDeed<Input = void>(
  act: (input: Input) => Promise<unknown>,
  refused?: (refusal: Refused) => boolean,
): Deed<Input> {
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
        if (!(error instanceof Refused && refused?.(error))) complain(error)
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
