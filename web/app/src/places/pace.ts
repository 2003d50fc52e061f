/** How often a device says where it is, so that it costs neither battery nor the patience of the server. */

/** While the list is looked at. */
export const WHILE_MS = 5 * 60_000
/** When it is shown again. */
export const AGAIN_MS = 2 * 60_000

/** When a hand asks for it again and again. */
export const HAND_MS = 15_000

export type Occasion = 'open' | 'shown' | 'while' | 'hand'

const PAUSE_MS: Record<Occasion, number> = { open: AGAIN_MS, shown: AGAIN_MS, while: WHILE_MS, hand: HAND_MS }

export interface Pace {
  /** When it was last said, in ms; 0 for never. */
  at: number
  /** Until when the server wants to be left alone. */
  until: number
}

/** Whether the position is to be said now. */
export function isDue(pace: Pace, occasion: Occasion, now: number): boolean {
  return now >= pace.until && now - pace.at >= PAUSE_MS[occasion]
}
