/** Whether this is a demo, where the messages that would have been sent can be read. */
import { readHealthOptions } from '@kith/api'
import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'

export function useDemo(): ComputedRef<boolean> {
  const health = useQuery({ ...readHealthOptions(), staleTime: Infinity })
  return computed(() => health.data.value?.outbox ?? false)
}
