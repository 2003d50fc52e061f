/**
 * The live channel: what happened to me, told as it happens. An event is only a hint to read again what changed, so that
 * one that is missed costs nothing: on each new connection everything that is shown is read again.
 */
import { onScopeDispose, watch, type Ref } from 'vue'
import { queries } from './queries'
import { learnTime } from './when'

const AGAIN_MS = 5000
/** Whoever has not looked for so long is away: the server pushes, and all is read again when somebody looks. */
export const AWAY_MS = 30_000

type Kind =
  | 'gift_given'
  | 'gift_received'
  | 'charge'
  | 'follow'
  | 'shop_order'
  | 'ask'
  | 'paid_gift'
  | 'group'
  | 'envelope_sent'
  | 'wallet'
  | 'shop_pass'
  | 'task'

const WALLET = ['viewWallet', 'listWalletLines', 'listWalletMonths'] as const

/** Which answers an event makes old, by operation. */
const OLD: Record<Kind, readonly string[]> = {
  gift_given: ['listGivenGifts', 'viewGivenGift', 'viewCharge', 'listRefunds'],
  gift_received: ['listReceivedGifts', 'viewReceivedGift'],
  charge: ['viewCharge', 'listGivenGifts', 'viewGivenGift', 'listRefunds', 'viewPaidGift', ...WALLET],
  wallet: [...WALLET, 'listWithdrawals', 'listIdentityChecks', 'viewIdentityCheck', 'viewCharge'],
  shop_pass: ['listApplications', 'viewApplication', 'listMyShops'],
  task: ['listTasks', 'listInvited'],
  follow: ['viewPerson', 'listFriends', 'listFollowers', 'listFollowing'],
  ask: ['listAsks', 'viewAsk', 'viewGiftSummary'],
  paid_gift: ['listPaidGifts', 'viewPaidGift', 'listRefunds'],
  envelope_sent: ['viewEnvelope', 'listShares', 'listSentEnvelopes', 'viewEnvelopeSums', 'viewCharge'],
  group: [
    'viewGroup',
    'listMembers',
    'listJoinRequests',
    'listNearbyGroups',
    'viewGroupRoom',
    'listChats',
    'viewConversation',
  ],
  shop_order: [
    'listShopOrders',
    'viewOrder',
    'viewShopSummary',
    'listShopGoods',
    'viewMoney',
    'listStatement',
    'listPayouts',
  ],
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
  let later: ReturnType<typeof setTimeout> | undefined
  let leaving: ReturnType<typeof setTimeout> | undefined
  let before = false

  function close(): void {
    source?.close()
    source = undefined
    clearTimeout(later)
  }
  function open(): void {
    close()
    const stream = (source = new EventSource('/me/events'))
    stream.addEventListener('ready', ({ data }: MessageEvent<string>) => {
      const { now } = JSON.parse(data) as { now?: string }
      if (now) learnTime(now)
      if (before) void queries.invalidateQueries()
      before = true
    })
    stream.addEventListener('resync', () => void queries.invalidateQueries())
    for (const kind of Object.keys(OLD) as Kind[]) stream.addEventListener(kind, () => refresh(...OLD[kind]))
    // Too many windows of one person: the oldest waits until somebody looks at it again.
    stream.addEventListener('displaced', close)
    // A lost connection is taken up again by the browser; after an answer that was none, it gives up and we do not.
    stream.addEventListener('error', () => {
      if (stream === source && stream.readyState === EventSource.CLOSED) later = setTimeout(open, AGAIN_MS)
    })
  }
  function look(): void {
    clearTimeout(leaving)
    if (document.visibilityState === 'hidden') leaving = setTimeout(close, AWAY_MS)
    else if (signedIn.value && !source) open()
  }
  watch(
    signedIn,
    (on) => {
      before = false
      if (on) open()
      else close()
    },
    { immediate: true },
  )
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', look)
    clearTimeout(leaving)
    close()
  })
}
