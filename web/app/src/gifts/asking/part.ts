/** Opening a part of a price, and from there to paying it. */
import { openPart } from '@kith/api'
import { useRouter } from 'vue-router'
import { forgetId, idFor, useDeed, type Deed } from '../../deed'
import { refresh } from '../../live'

const KEY = 'kith.part.'

/** By which ask one came to pay this charge; nothing when it is for a gift of one's own. */
export function askOf(charge: string): string | undefined {
  return sessionStorage.getItem(KEY + charge) ?? undefined
}

export interface Wanted {
  gift: string
  fen: number
  /** By which ask, if the gift is a friend's. */
  ask?: string
}

/** What was paid of these. */
export function paidBy(parts: readonly { fen: number; state: string }[]): number {
  return parts.filter((part) => part.state === 'paid').reduce((sum, part) => sum + part.fen, 0)
}

/** A part whose amount is changed is another part. */
export function usePart(): Deed<Wanted> {
  const router = useRouter()
  return useDeed(
    async ({ gift, fen, ask }: Wanted) => {
      const name = `part.${gift}.${fen}`
      const { data } = await openPart({ path: { gift_id: gift }, body: { charge_id: idFor(name), fen } })
      forgetId(name)
      if (ask) sessionStorage.setItem(KEY + data.charge_id, ask)
      refresh('viewAsk', 'viewGivenGift', 'viewPaidGift')
      await router.push(`/charges/${data.charge_id}`)
    },
    () => {
      refresh('viewAsk', 'viewGivenGift')
      return false
    },
  )
}
