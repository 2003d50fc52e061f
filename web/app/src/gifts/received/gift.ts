/** What the screens of a received gift ask of it. */
import type { Card, RecipientView } from '@kith/api'

/** Its state; one whose time has run out is over, even while the server has not got to it yet. */
export function stateOf(gift: Pick<RecipientView, 'state' | 'answer_by'>, now: number): RecipientView['state'] {
  return gift.state === 'offered' && Date.parse(gift.answer_by) <= now ? 'expired' : gift.state
}

const ENDED = ['declined', 'expired', 'withdrawn', 'cancelled'] as const
type Ended = (typeof ENDED)[number]

export function isEnded(state: RecipientView['state']): state is Ended {
  return (ENDED as readonly string[]).includes(state)
}

/** Who gave it, as far as it shows: of something that she had wished for herself, whoever paid for it. */
export function giversOf(gift: Pick<RecipientView, 'giver' | 'payers'>, me: string | undefined): Card[] {
  const { giver, payers } = gift
  if (!giver || (giver.person_id === me && payers.length)) return payers
  return [giver, ...payers]
}

/** When it reached the person. */
export function givenAt(gift: Pick<RecipientView, 'steps' | 'answer_by'>): string {
  return gift.steps[0]?.at ?? gift.answer_by
}

export interface Month<Gift> {
  /** The first moment of the month, on this device's calendar. */
  start: Date
  gifts: Gift[]
}

/** Gifts under the months in which they came, in the order they have. */
export function byMonth<Gift extends Pick<RecipientView, 'steps' | 'answer_by'>>(
  gifts: readonly Gift[],
): Month<Gift>[] {
  const months: Month<Gift>[] = []
  for (const gift of gifts) {
    const at = new Date(givenAt(gift))
    const start = new Date(at.getFullYear(), at.getMonth())
    const last = months.at(-1)
    if (last?.start.getTime() === start.getTime()) last.gifts.push(gift)
    else months.push({ start, gifts: [gift] })
  }
  return months
}
