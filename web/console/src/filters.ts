/** What a list shows is in its address, so that a reload, a link and the way back show the same. */
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export interface Filters {
  /** What is asked for: the named parts of the address that are not empty. Whether the server takes them, it says. */
  query: ComputedRef<Record<string, never>>
  value: (name: string) => string
  /** Ask for something else, from the first page on. */
  set: (name: string, value: string) => void
  /** Go on to the page that begins after this. */
  page: (after: string | undefined) => void
}

export function useFilters(...names: string[]): Filters {
  const route = useRoute()
  const router = useRouter()
  const value = (name: string): string => (typeof route.query[name] === 'string' ? String(route.query[name]) : '')
  const query = computed(
    () =>
      Object.fromEntries([...names, 'after'].map((name) => [name, value(name)]).filter(([, said]) => said)) as Record<
        string,
        never
      >,
  )
  return {
    query,
    value,
    set: (name, said) =>
      void router.replace({ query: { ...route.query, after: undefined, [name]: said || undefined } }),
    page: (after) => void router.push({ query: { ...route.query, after } }),
  }
}
