/** The people around, as pages that begin anew with each new position. */
import { listNearbyInfiniteOptions, Refused, Unanswered, type ListNearbyResponse } from '@kith/api'
import { useInfiniteQuery, type InfiniteData } from '@tanstack/vue-query'
import { computed, reactive, watch, type Ref } from 'vue'
import { refresh } from '../live'
import { paged } from '../paged'
import { queries } from '../queries'
import { question, type Wanted } from './wanted'

const PAGE = 30
/** So long a list is left as it is when somebody comes back to it. */
const FRESH_MS = 5 * 60_000
const KEPT_MS = 60 * 60_000
/** What the server says when the person is found otherwise than this screen believes. */
const ELSEWHERE = ['nearby_off', 'you_are_invisible', 'position_unknown']

type Pages = InfiniteData<ListNearbyResponse>

export function useAround(wanted: Ref<Wanted>, enabled: Ref<boolean>) {
  const options = computed(() =>
    paged(listNearbyInfiniteOptions({ query: { ...question(wanted.value), limit: PAGE } })),
  )
  const list = reactive(
    useInfiniteQuery(
      computed(() => ({
        ...options.value,
        enabled: enabled.value,
        staleTime: FRESH_MS,
        gcTime: KEPT_MS,
        refetchOnWindowFocus: false,
        // A brake is not loosened by pressing on.
        retry: (count: number, error: unknown) => error instanceof Unanswered && count < 2,
      })),
    ),
  )
  /** From the first page on: the later ones look from where one was before. */
  function restart(): Promise<unknown> {
    const { queryKey } = options.value
    queries.setQueryData<Pages>(
      queryKey,
      (all) => all && { pages: all.pages.slice(0, 1), pageParams: all.pageParams.slice(0, 1) },
    )
    return list.refetch()
  }
  watch(
    () => list.error,
    (error) => error instanceof Refused && ELSEWHERE.includes(error.code) && refresh('viewNearbyChoices'),
  )
  return { list, restart }
}
