/** A list that comes in pages, from its generated options: each page says where the next one begins. */
export function paged<Options extends object, Page extends { next: string | null }>(
  options: Options & { queryFn?: unknown },
): Options & { initialPageParam: object; getNextPageParam: (last: Page) => string | null } {
  return { ...options, initialPageParam: {}, getNextPageParam: (last) => last.next }
}
