/** Amounts that are typed in yuan. */

/** What was typed, in fen; nothing when it is no amount. */
export function fen(typed: string): number | undefined {
  const found = /^\s*(\d{1,6})(?:[.。](\d{1,2}))?\s*$/.exec(typed)
  if (!found) return undefined
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}

/** An amount as one would type it. */
export function typed(amount: number): string {
  return amount % 100 ? (amount / 100).toFixed(2) : String(amount / 100)
}

/** The smallest part, unless less is left. */
export const LEAST_FEN = 100

/** Whether this can be a part of what is left. */
export function fits(amount: number | undefined, left: number): boolean {
  return amount !== undefined && amount <= left && amount >= Math.min(LEAST_FEN, left)
}

/** What each of some people pays so that together they have it all: nobody is asked for less than can be paid. */
export function each(left: number, people: number): number {
  return Math.max(Math.min(LEAST_FEN, left), Math.ceil(left / Math.max(1, people)))
}
