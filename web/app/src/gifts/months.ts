/** Lists with the newest first, under their months. A month is written `2026-03`. */

/** The first item of each month, by its key: the month stands above it. */
export function months<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  monthOf: (item: Item) => string,
): Map<string, string> {
  const first = new Map<string, string>()
  let before = ''
  for (const item of items) {
    const month = monthOf(item)
    if (month !== before) first.set(keyOf(item), month)
    before = month
  }
  return first
}

/** The month of a moment on this device's calendar. */
export function localMonth(at: string): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`
}
