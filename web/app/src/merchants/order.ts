/** What can be said of a shop's order without asking anybody: how urgent it is, and whose parcel a number is. */
import type { QueuedOrder, Shipping } from '@kith/api'

const HOUR = 3_600_000

/** Views of a shop's orders; `all` has the most urgent first, whatever their state. */
export const VIEWS = ['all', 'to_confirm', 'to_ship', 'late', 'trouble', 'shipped', 'done'] as const
export type View = (typeof VIEWS)[number]

export type Carrier = Shipping['carrier']
export const CARRIERS: readonly Carrier[] = ['sf', 'jd', 'ems', 'zto', 'yto', 'sto', 'yunda', 'jt', 'deppon']

export type Urgency = 'late' | 'soon' | 'calm'

/** How much an order presses that waits to be sent; null for one that does not wait. */
export function urgency(order: Pick<QueuedOrder, 'state' | 'ship_by'>, now: number): Urgency | null {
  if (order.state !== 'to_ship') return null
  const left = Date.parse(order.ship_by) - now
  return left < 0 ? 'late' : left < 12 * HOUR ? 'soon' : 'calm'
}

/** Numbers that begin like this are written by one carrier only. */
const SIGNS: readonly [RegExp, Carrier][] = [
  [/^SF\d/, 'sf'],
  [/^JD/, 'jd'],
  [/^JT\d/, 'jt'],
  [/^YT\d/, 'yto'],
  [/^ZT\d/, 'zto'],
  [/^DPK\d/, 'deppon'],
  [/^[A-Z]{2}\d{9}[A-Z]{2}$/, 'ems'],
]

/** The carrier that a tracking number names by itself, as it is typed. */
export function carrierOf(number: string): Carrier | null {
  const bare = number.replace(/[\s-]/g, '').toUpperCase()
  return SIGNS.find(([sign]) => sign.test(bare))?.[1] ?? null
}

/** A view out of an address, where anything may stand. */
export function viewOf(text: unknown): View {
  return VIEWS.find((view) => view === text) ?? 'all'
}
