/**
 * The live channel: what happened to me, told as it happens. An event is only a hint to read again what changed, so that
 * one that is missed costs nothing: on each new connection everything that is shown is read again.
 */
import { onScopeDispose, watch, type Ref } from 'vue'
import { queries } from './queries'
import { learnTime } from './when'

type Kind = 'gift_given' | 'gift_received' | 'charge' | 'follow' | 'shop_order'

/** Which answers an event makes old, by operation. */
const OLD: Record<Kind, readonly string[]> = {
  gift_given: ['listGivenGifts', 'viewGivenGift', 'viewCharge', 'listRefunds'],
  gift_received: ['listReceivedGifts', 'viewReceivedGift'],
  charge: ['viewCharge', 'listGivenGifts', 'viewGivenGift', 'listRefunds'],
  follow: ['viewPerson', 'listFriends', 'listFollowers', 'listFollowing'],
  shop_order: ['listShopOrders', 'viewOrder', 'viewShopSummary', 'listShopGoods'],
}

/** Read again whatever is shown of these operations. */
export function refresh(...operations: readonly string[]): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey }) => operations.includes((queryKey[0] as { _id?: string } | undefined)?._id ?? ''),
  })
}

/** Keep the channel open while somebody is signed in. */
export function useLive(signedIn: Ref<boolean>): void {
  let source: EventSource | undefined

  function close(): void {
    source?.close()
    source = undefined
  }
  function open(): void {
    let before = false
    source = new EventSource('/me/events')
    source.addEventListener('ready', ({ data }: MessageEvent<string>) => {
      const { now } = JSON.parse(data) as { now?: string }
      if (now) learnTime(now)
      if (before) void queries.invalidateQueries()
      before = true
    })
    source.addEventListener('resync', () => void queries.invalidateQueries())
    for (const kind of Object.keys(OLD) as Kind[]) source.addEventListener(kind, () => refresh(...OLD[kind]))
  }
  watch(
    signedIn,
    (on) => {
      close()
      if (on) open()
    },
    { immediate: true },
  )
  onScopeDispose(close)
}
