/** How a payment stands for the one who pays, and what may be tried. */
import type { ChargeView, NewAttempt } from '@kith/api'

export type Way = NewAttempt['way']

/**
 * By the server's word alone: a device's clock may be wrong.
 *
 * `pay`: nothing was begun here. `waiting`: a cashier was opened here, its word is awaited. `closing`: the time is over,
 * and the gateway's last word is awaited. `late`: money came after the end and goes back. `ended`: over without money.
 */
export type Standing = 'pay' | 'waiting' | 'closing' | 'paid' | 'late' | 'ended'

/** Under which name it is kept that a cashier of this payment was opened here. */
export function beganKey(charge: string): string {
  return `kith.paying.${charge}`
}

export function standing(charge: ChargeView, begun: boolean): Standing {
  if (charge.state === 'paid') return 'paid'
  if (charge.state === 'cancelled') return charge.refunds.length ? 'late' : 'ended'
  if (!charge.gateways.length) return 'closing'
  return begun ? 'waiting' : 'pay'
}

/**
 * The ways of a gateway that a browser can go, the one that suits the device first: a phone opens the page that is made
 * for it, a desk shows a code to scan. Of the two pages one is enough, and at a desk none that is only for phones. A card
 * is entered anywhere.
 */
export function suited(ways: readonly Way[], phone: boolean): Way[] {
  const order: Way[] = phone ? ['wap', 'page', 'qr', 'card'] : ['qr', 'page', 'wap', 'card']
  const offered = order.filter((way) => ways.includes(way))
  const page = offered.find((way) => way === 'page' || way === 'wap')
  const useless = !phone && page === 'wap' && offered.includes('qr')
  return offered.filter((way) => way === 'qr' || way === 'card' || (way === page && !useless))
}

/** Under which name the id of a try is kept. */
export function attemptName(charge: string, gateway: string, way: Way): string {
  return `pay.${charge}.${gateway}.${way}`
}

/** Minutes and seconds that are left, as on a clock. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (n: number): string => String(n).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${hours ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}`
}
