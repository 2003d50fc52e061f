/** What a gift door can be set to. */

/** The usual steps, and among them the one that is set now. */
export function stepsWith(usual: readonly number[], now: number | undefined): number[] {
  const all = now === undefined || usual.includes(now) ? usual : [...usual, now]
  return [...all].sort((one, other) => one - other)
}
