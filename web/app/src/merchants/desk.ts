/** What the screens of a shop share: whose shop it is, whether there is room for two panes, and what waits in it. */
import {
  listMyShopsOptions,
  viewOrderOptions,
  viewShopSummaryOptions,
  type Merchant,
  type Problem,
  type QueuedOrder,
  type QueuedOrderPage,
  type ShopSummary,
} from '@kith/api'
import { useQuery, type InfiniteData, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, toValue, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue'
import { queries } from '../queries'

/** Room for a list and what is chosen in it, side by side. */
export function useWide(): Ref<boolean> {
  const room = matchMedia('(min-width: 60rem)')
  const wide = ref(room.matches)
  const look = (): void => void (wide.value = room.matches)
  room.addEventListener('change', look)
  onScopeDispose(() => room.removeEventListener('change', look))
  return wide
}

export function useShop(id: MaybeRefOrGetter<string>): ComputedRef<Merchant | undefined> {
  const { data } = useQuery(listMyShopsOptions())
  return computed(() => data.value?.find(({ merchant_id }) => merchant_id === toValue(id)))
}

/** What waits in a shop. Time makes orders late without anybody's doing, so it is asked again now and then. */
export function useSummary(shop: MaybeRefOrGetter<string>): Ref<ShopSummary | undefined> {
  const AGAIN_MS = 60_000
  return useQuery(
    computed(() => ({
      ...viewShopSummaryOptions({ path: { merchant_id: toValue(shop) } }),
      refetchInterval: AGAIN_MS,
    })),
  ).data
}

/** One order; what a list showed of it a moment ago stands there until the answer comes. */
export function useOrder(order: MaybeRefOrGetter<string>): UseQueryReturnType<QueuedOrder, Problem> {
  return useQuery(
    computed(() => ({
      ...viewOrderOptions({ path: { order_id: toValue(order) } }),
      initialData: () => listed(toValue(order)),
      initialDataUpdatedAt: 0,
    })),
  )
}

function listed(wanted: string): QueuedOrder | undefined {
  const lists = queries.getQueriesData<InfiniteData<QueuedOrderPage>>({
    predicate: ({ queryKey: [key] }) => (key as { _id?: string })._id === 'listShopOrders',
  })
  return lists
    .flatMap(([, list]) => list?.pages ?? [])
    .flatMap(({ items }) => items)
    .find(({ order_id }) => order_id === wanted)
}
