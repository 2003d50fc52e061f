/** How an envelope stands for whoever looks at it. */
import type { EnvelopeView } from '@kith/api'

/**
 * `open`: I can open it. `waiting`: it opens later. `paused`: whoever sent it holds it up. `taken`: I have a share. `mine`: I sent it, and it is not for me.
 * `other`: it is for somebody else. `emptied`, `expired`, `stopped`: it is over. `unpaid`: I have not paid it.
 */
export type Face =
  'open' | 'waiting' | 'paused' | 'taken' | 'mine' | 'other' | 'emptied' | 'expired' | 'stopped' | 'unpaid'

type Seen = Pick<EnvelopeView, 'state' | 'mine' | 'may_open' | 'from_me' | 'opens_at' | 'ends_at'>

export function faceOf(one: Seen, now: number): Face {
  if (one.mine) return 'taken'
  if (one.state === 'unpaid' || one.state === 'lapsed') return 'unpaid'
  if (one.state !== 'open') return one.state
  if (one.ends_at && Date.parse(one.ends_at) <= now) return 'expired'
  if (!one.may_open) return one.from_me ? 'mine' : 'other'
  return one.opens_at && Date.parse(one.opens_at) > now ? 'waiting' : 'open'
}

/** Whether anything can still happen to it. */
export function isOver(one: Pick<EnvelopeView, 'state'>): boolean {
  return !['unpaid', 'open', 'paused'].includes(one.state)
}

/** How long it is until then, as a clock shows it: `0:09`, `59:59`; null when it is longer, or over. */
export function countdown(at: string, now: number): string | null {
  const seconds = Math.ceil((Date.parse(at) - now) / 1000)
  if (seconds <= 0 || seconds >= 3600) return null
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
