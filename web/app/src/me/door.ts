/** What a gift door can be set to. */

/** The usual steps, and among them the one that is set now. */
export function stepsWith(usual: readonly number[], now: number | undefined): number[] {
  const all = now === undefined || usual.includes(now) ? usual : [...usual, now]
  return [...all].sort((one, other) => one - other)
}

/** An amount of fen in yuan, for a sentence. */
export function yuan(fen: number): string {
  return `¥${fen % 100 ? (fen / 100).toFixed(2) : fen / 100}`
}
