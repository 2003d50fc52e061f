/** How a given gift stands, for the one who gave it. */
import type { GiverView } from '@kith/api'

export type State = GiverView['state']

/** The three steps of the delivery that a giver sees: no more, and of each only the day. */
export const DELIVERY = ['shipped', 'in_delivery', 'received'] as const

const ON_THE_WAY: readonly State[] = ['accepted', ...DELIVERY]
const ENDED: readonly State[] = ['lapsed', 'withdrawn', 'declined', 'not_taken_up', 'cancelled']

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent'

export function tone(state: State): Tone {
  if (state === 'unpaid') return 'warn'
  if (state === 'collecting' || state === 'waiting' || state === 'scheduled') return 'accent'
  return ON_THE_WAY.includes(state) ? 'good' : 'plain'
}

export function ended(state: State): boolean {
  return ENDED.includes(state)
}

/** Whether the delivery has begun to matter: from acceptance on. */
export function accepted(state: State): boolean {
  return ON_THE_WAY.includes(state)
}

/** The delivery: each step with the day on which it was reached; a step that was skipped counts as reached. */
export function delivery(gift: Pick<GiverView, 'state' | 'steps'>): {
  step: (typeof DELIVERY)[number]
  day: string | null
  reached: boolean
}[] {
  const at = DELIVERY.findIndex((step) => step === gift.state)
  return DELIVERY.map((step, index) => ({
    step,
    day: gift.steps.find((one) => one.state === step)?.day ?? null,
    reached: index <= at,
  }))
}
