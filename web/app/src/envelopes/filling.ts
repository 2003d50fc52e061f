/** What is filled in for a new envelope, and whether it can be sent so. The server has the last word. */
import type { NewEnvelope } from '@kith/api'
import { fenOf } from '../fen'

/** What every installation begins with; one with other limits says so when it is asked. */
export const LEAST_FEN = 1
export const MOST_FEN = 20_000
export const MOST_SHARES = 100

export interface Filling {
  kind: NewEnvelope['kind']
  /** All of it of a lucky one, one share of the others. */
  amount: string
  count: string
  for_id: string
  for_name: string
  greeting: string
  cover: string
  locked: boolean
  password: string
  here: boolean
}

export const FRESH: Filling = {
  kind: 'lucky',
  amount: '',
  count: '',
  for_id: '',
  for_name: '',
  greeting: '',
  cover: 'classic',
  locked: false,
  password: '',
  here: false,
}

export function countOf(typed: string): number | null {
  return /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : null
}

/** How much it is in all, as far as that is known. */
export function sumOf({ kind, amount, count }: Pick<Filling, 'kind' | 'amount' | 'count'>): number | null {
  const fen = fenOf(amount)
  if (fen === null || kind !== 'equal') return fen
  const shares = countOf(count)
  return shares === null ? null : fen * shares
}

export type Fault = 'amount' | 'small' | 'large' | 'count' | 'many' | 'whom' | 'password'

/** What stands in the way, in the order of the fields. An envelope of a pair has one share. */
export function faultOf(one: Filling, pair: boolean): Fault | null {
  const fen = fenOf(one.amount)
  const count = pair || one.kind === 'exclusive' ? 1 : countOf(one.count)
  if (one.kind === 'exclusive' && !pair && !one.for_id) return 'whom'
  if (fen === null) return 'amount'
  if (count === null || count < 1) return 'count'
  if (count > MOST_SHARES) return 'many'
  const share = one.kind === 'lucky' ? fen / count : fen
  if (share < LEAST_FEN) return 'small'
  if (share > MOST_FEN) return 'large'
  if (one.locked && !one.password.trim()) return 'password'
  return null
}
