/**
 * Whom I have blocked. In a group we go on hearing each other; what they say is folded away for me, and they do not notice.
 */
import { listBlocksInfiniteOptions } from '@kith/api'
import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, watch, type ComputedRef } from 'vue'
import { paged } from '../paged'

const PAGE = 100
const FRESH_MS = 5 * 60_000

/** Their ids; as far as they are known, while they are being read. */
export function useBlocked(): ComputedRef<ReadonlySet<string>> {
  const list = useInfiniteQuery({
    ...paged(listBlocksInfiniteOptions({ query: { limit: PAGE } })),
    staleTime: FRESH_MS,
  })
  watch(
    [list.data, list.isFetching],
    () => void (list.hasNextPage.value && !list.isFetching.value && !list.error.value && list.fetchNextPage()),
    { immediate: true },
  )
  return computed(() => new Set(list.data.value?.pages.flatMap((page) => page.items.map((one) => one.person_id)) ?? []))
}
