/** The few words that the components themselves say; the application gives them in its language. */
import { inject, type ComputedRef, type InjectionKey } from 'vue'

export interface Words {
  /** The language spoken now, as in `lang`. */
  locale: string
  close: string
  back: string
  retry: string
  more: string
  copy: string
  copied: string
  end: string
  offline: string
  support: (code: string) => string
  saved: (at: Date) => string
  /** What went wrong, in words, with the code for support where there is one. */
  explain: (error: unknown) => Trouble
}

export interface Trouble {
  title: string
  text: string
  support?: string | undefined
  /** No connection: what is shown may be old, and it comes back by itself. */
  offline: boolean
}

export const WORDS: InjectionKey<ComputedRef<Words>> = Symbol('words')

export function useWords(): ComputedRef<Words> {
  const words = inject(WORDS)
  if (!words) throw new Error('the application gives no words')
  return words
}
