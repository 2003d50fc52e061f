/** Which operator is signed in here. The cookie is the server's affair; this side only remembers who it is. */
import { Refused, viewOperator, type OperatorMe } from '@kith/api'
import { QueryClient } from '@tanstack/vue-query'
import { shallowRef } from 'vue'

export type Role = 'reviewer' | 'support' | 'finance' | 'admin'

export const queries = new QueryClient({
  defaultOptions: {
    // Nothing asks by itself: a session that nobody uses is to end.
    queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** Null when it is known that nobody is signed in. */
export const operator = shallowRef<OperatorMe | null>()

/** The signed-in operator, or null. Asked once, then kept. */
export async function me(): Promise<OperatorMe | null> {
  if (operator.value !== undefined) return operator.value
  try {
    operator.value = (await viewOperator()).data
  } catch (error) {
    if (!(error instanceof Refused && error.problem.status === 401)) throw error
    operator.value = null
  }
  return operator.value
}

/** Somebody has signed in, who sees nothing that another one read here. */
export function enter(somebody: OperatorMe): void {
  queries.clear()
  operator.value = somebody
}

/** The session is over: nothing that was read stays here. */
export function leave(): void {
  queries.clear()
  operator.value = null
}

/** Whether the signed-in operator has one of these roles. */
export function may(roles: readonly Role[]): boolean {
  return roles.some((role) => operator.value?.roles.includes(role))
}
