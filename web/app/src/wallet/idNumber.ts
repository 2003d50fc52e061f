/** The number of an identity card (GB 11643): seventeen digits, and one that follows from them. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const LAST = '10X98765432'

/** In its one form; null where it is none. */
export function idNumberOf(typed: string): string | null {
  const number = typed.replace(/\s/g, '').toUpperCase()
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return null
  const sum = WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0)
  return LAST[sum % 11] === number[17] ? number : null
}
