/** Whether somebody has a place nearby, or why not. */
import { Refused, type Nearby } from '@kith/api'

const REASONS = ['nearby_off', 'you_are_invisible', 'position_unknown'] as const
export type Unplaced = (typeof REASONS)[number]

/** What a refusal says of it. */
export function unplaced(error: unknown): Unplaced | undefined {
  return error instanceof Refused ? REASONS.find((one) => one === error.code) : undefined
}

/** What a person's own choices say of it, in the order in which the server asks. */
export function placeless(choices: Nearby): Unplaced | undefined {
  if (!choices.sharing) return 'nearby_off'
  if (choices.invisible) return 'you_are_invisible'
  return choices.until_at ? undefined : 'position_unknown'
}
