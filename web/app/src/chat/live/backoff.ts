/** How long to wait before trying again: longer each time, and never all at the same moment. */
const FIRST_MS = 800
const MOST_MS = 30_000

/** Between half and all of a span that doubles with each try before; `chance` is from 0 to 1. */
export function pause(tries: number, chance: number = Math.random()): number {
  const span = Math.min(MOST_MS, FIRST_MS * 2 ** tries)
  return span / 2 + (span / 2) * chance
}
