/** The first line of each month, in a diary with the newest first: its month stands above it. */
import type { Line } from '@kith/api'

export function months(lines: readonly Pick<Line, 'side' | 'gift_id' | 'day'>[]): Map<string, string> {
  const first = new Map<string, string>()
  let before = ''
  for (const { side, gift_id, day } of lines) {
    const month = day.slice(0, 7)
    if (month !== before) first.set(side + gift_id, month)
    before = month
  }
  return first
}
