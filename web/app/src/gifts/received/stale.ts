/** Refusals that mean that the gift has moved on meanwhile: it is read again, and its screen says how it stands. */
import type { Refused } from '@kith/api'
import { tell } from '@kith/ui'
import { refresh } from '../../live'
import { useTrouble } from '../../trouble'

const MOVED = [
  'already_answered',
  'gift_ended',
  'window_over',
  'shop_cannot_serve',
  'address_is_final',
  'not_yet_accepted',
  'not_late',
  'already_sent',
]

/** True when the refusal was of that kind; it is then told, and what is shown is read again. */
export function useStale(): (refusal: Refused) => boolean {
  const { explain } = useTrouble()
  return (refusal) => {
    if (!MOVED.includes(refusal.code)) return false
    tell(explain(refusal).text)
    refresh('viewReceivedGift', 'listReceivedGifts')
    return true
  }
}
