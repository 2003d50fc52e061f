/** What is known of the server's answers: fetched once, shared by all screens, fetched again when it may have changed. */
import { Refused, Unanswered } from '@kith/api'
import { QueryClient } from '@tanstack/vue-query'

const TRIES = 3

function worthwhile(count: number, error: unknown): boolean {
  if (error instanceof Unanswered) return count < TRIES
  return error instanceof Refused && error.passing && count < TRIES
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: worthwhile,
      retryDelay: (count) => 400 * 2 ** count,
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      // Without a connection a question fails and the screen says so, in place of waiting in silence.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    // A deed is never repeated behind one's back; `useDeed` repeats it with the same id when its person says so.
    mutations: { retry: false, networkMode: 'always' },
  },
})
