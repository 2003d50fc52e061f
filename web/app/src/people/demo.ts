/** Whether this is a demo, where the messages that would have been sent can be read. */
import { listOutboxOptions } from '@kith/api'
import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'

export function useDemo(): ComputedRef<boolean> {
  const outbox = useQuery({ ...listOutboxOptions({ query: { limit: 1 } }), staleTime: Infinity, retry: false })
  return computed(() => outbox.data.value !== undefined)
}
