/** What the screens of a shop share: whose shop it is, whether there is room for two panes, and one order out of many. */
import {
  listMyShopsOptions,
  listShopOrders,
  listShopOrdersQueryKey,
  Refused,
  type Merchant,
  type QueuedOrder,
  type QueuedOrderPage,
} from '@kith/api'
import { useQuery, type InfiniteData, type UseQueryReturnType } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, toValue, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue'
import { queries } from '../queries'
import { STATES } from './order'

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

/** The key of one order; it begins like the key of the lists, so that whatever makes them old makes it old. */
export function orderKey(shop: string, order: string): readonly unknown[] {
  return [...listShopOrdersQueryKey({ path: { merchant_id: shop } }), order]
}

/** One order of a shop, looked for in its lists, where most likely first. */
export function useOrder(
  shop: MaybeRefOrGetter<string>,
  order: MaybeRefOrGetter<string>,
): UseQueryReturnType<QueuedOrder, Error> {
  return useQuery(
    computed(() => {
      const [merchant_id, wanted] = [toValue(shop), toValue(order)]
      return {
        queryKey: orderKey(merchant_id, wanted),
        queryFn: () => find(merchant_id, wanted),
        initialData: () => listed(wanted),
        initialDataUpdatedAt: 0,
      }
    }),
  )
}

/** The order as a list showed it a moment ago. */
function listed(wanted: string): QueuedOrder | undefined {
  const lists = queries.getQueriesData<InfiniteData<QueuedOrderPage>>({
    predicate: ({ queryKey: [key] }) => (key as { _infinite?: boolean; _id?: string })._id === 'listShopOrders',
  })
  for (const [, list] of lists) {
    const found = list?.pages?.flatMap(({ items }) => items).find(({ order_id }) => order_id === wanted)
    if (found) return found
  }
  return undefined
}

async function find(merchant_id: string, wanted: string): Promise<QueuedOrder> {
  for (const state of STATES) {
    let after: string | null = null
    do {
      const query: { state: typeof state; limit: number; after?: string } = { state, limit: 100 }
      if (after) query.after = after
      const { data } = await listShopOrders({ path: { merchant_id }, query, throwOnError: true })
      const found = data.items.find(({ order_id }) => order_id === wanted)
      if (found) return found
      after = data.next
    } while (after)
  }
  throw new Refused({ type: 'about:blank', title: '', status: 404, code: 'order_not_found', detail: '', request: '' })
}
