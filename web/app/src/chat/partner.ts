/** What the other one of a pair is called, for whatever is shown within their conversation. */
import { computed, inject, type ComputedRef, type InjectionKey } from 'vue'

export const PARTNER: InjectionKey<ComputedRef<string>> = Symbol('partner')

export function usePartner(): ComputedRef<string> {
  return inject(
    PARTNER,
    computed(() => ''),
  )
}
