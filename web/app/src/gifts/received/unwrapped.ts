/** Which gifts were unwrapped on this device, so that none is wrapped again by a reload. */
import { shallowRef } from 'vue'

const KEY = 'kith.unwrapped'
const MOST = 300

function kept(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(read) ? read.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

const ids = shallowRef<readonly string[]>(kept())

export function isUnwrapped(giftId: string): boolean {
  return ids.value.includes(giftId)
}

export function unwrap(giftId: string): void {
  if (isUnwrapped(giftId)) return
  ids.value = [giftId, ...ids.value].slice(0, MOST)
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.value))
  } catch {
    // Storage may be forbidden; it then stays open as long as the page.
  }
}
