/** The name of the board that something stands on, in words. */
import { computed, inject, type ComputedRef, type InjectionKey } from 'vue'

export const BOARD: InjectionKey<ComputedRef<string>> = Symbol('board')

export function useBoard(): ComputedRef<string> {
  return inject(
    BOARD,
    computed(() => ''),
  )
}
