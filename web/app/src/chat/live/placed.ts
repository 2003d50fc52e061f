/** Lists of conversations that come in pages: what becomes of them when one conversation moves. */
import type { Chat } from '@kith/api'

export interface Pages {
  pages: { items: Chat[]; next: string | null }[]
  pageParams: unknown[]
}

/** Without this conversation. */
export function without(list: Pages, id: string): Pages {
  return {
    ...list,
    pages: list.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.conversation_id !== id) })),
  }
}

/** With this conversation where its last message puts it; below all that is loaded it is left to its own page. */
export function placed(list: Pages, chat: Chat): Pages {
  const rest = without(list, chat.conversation_id)
  for (const [at, page] of rest.pages.entries()) {
    const before = page.items.findIndex((one) => one.active_at <= chat.active_at)
    const end = before < 0 && page.next === null
    if (before < 0 && !end) continue
    const items = [...page.items]
    items.splice(end ? items.length : before, 0, chat)
    return { ...rest, pages: rest.pages.map((one, n) => (n === at ? { ...page, items } : one)) }
  }
  return rest
}
