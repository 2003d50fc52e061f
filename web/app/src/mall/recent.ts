/** The last searches, kept on this device only. */
import { ref } from 'vue'

const KEY = 'kith.mall.searches'
const MOST = 8

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, MOST) : []
  } catch {
    return []
  }
}

export const recent = ref<string[]>(read())

function keep(searches: string[]): void {
  recent.value = searches
  try {
    localStorage.setItem(KEY, JSON.stringify(searches))
  } catch {
    // Storage may be forbidden; they then last as long as the page.
  }
}

export function remember(search: string): void {
  keep([search, ...recent.value.filter((one) => one !== search)].slice(0, MOST))
}

export function forgetSearches(): void {
  keep([])
}
