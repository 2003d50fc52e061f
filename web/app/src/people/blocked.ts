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
export function useBlocked(wanted: () => boolean = () => true): ComputedRef<ReadonlySet<string>> {
  const list = useInfiniteQuery(
    computed(() => ({
      ...paged(listBlocksInfiniteOptions({ query: { limit: PAGE } })),
      staleTime: FRESH_MS,
      enabled: wanted(),
    })),
  )
  watch(
    [list.data, list.isFetching],
    () => void (list.hasNextPage.value && !list.isFetching.value && !list.error.value && list.fetchNextPage()),
    { immediate: true },
  )
  return computed(() => {
    const pages = wanted() ? (list.data.value?.pages ?? []) : []
    return new Set(pages.flatMap((page) => page.items.map((one) => one.person_id)))
  })
}
