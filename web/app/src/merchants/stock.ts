/** How much of a variant is left to sell. */
import type { OwnVariant } from '@kith/api'

const FEW = 3
export const MOST_UNITS = 1_000_000

export function levelOf({ available }: Pick<OwnVariant, 'available'>): 'none' | 'low' | 'enough' {
  return available <= 0 ? 'none' : available <= FEW ? 'low' : 'enough'
}

/** A count as somebody types it; null where it is none. */
export function counted(text: string): number | null {
  const bare = text.trim()
  if (!/^\d{1,7}$/.test(bare)) return null
  const units = Number(bare)
  return units <= MOST_UNITS ? units : null
}
