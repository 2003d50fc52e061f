/** The lists of conversations that are shown or remembered, kept as they are now. */
import { type Chat, type News, viewConversationOptions, viewConversationQueryKey } from '@kith/api'
import type { Query } from '@tanstack/vue-query'
import { refresh } from '../../live'
import { queries } from '../../queries'
import { placed, without, type Pages } from './placed'

/** More than this many at once are read as a list. */
const ONE_BY_ONE = 5

const isList = (name: string) => ({
  predicate: ({ queryKey }: Query) => (queryKey[0] as { _id?: string } | undefined)?._id === name,
})
const keyOf = (id: string): ReturnType<typeof viewConversationQueryKey> =>
  viewConversationQueryKey({ path: { conversation_id: id } })

function listed(id: string): Chat | undefined {
  for (const name of ['listChats', 'listGreetings']) {
    for (const [, list] of queries.getQueriesData<Pages>(isList(name))) {
      const found = list?.pages.flatMap((page) => page.items).find((one) => one.conversation_id === id)
      if (found) return found
    }
  }
  return undefined
}

/** What is known of a conversation, wherever it was read. */
export function knownChat(id: string): Chat | undefined {
  return queries.getQueryData<Chat>(keyOf(id)) ?? listed(id)
}

/** Take it off the lists. */
export function dropChat(id: string): void {
  for (const name of ['listChats', 'listGreetings']) {
    queries.setQueriesData<Pages>(isList(name), (list) => list && without(list, id))
  }
}

/** This is how it is now. */
export function putChat(chat: Chat): void {
  queries.setQueryData<Chat>(keyOf(chat.conversation_id), chat)
  dropChat(chat.conversation_id)
  const name = chat.greeting ? 'listGreetings' : 'listChats'
  queries.setQueriesData<Pages>(isList(name), (list) => list && placed(list, chat))
}

/** Something of it has changed. */
export function changeChat(id: string, change: Partial<Chat>): void {
  const known = queries.getQueryData<Chat>(keyOf(id))
  if (known) queries.setQueryData<Chat>(keyOf(id), { ...known, ...change })
  const shown = listed(id)
  if (shown) {
    for (const name of ['listChats', 'listGreetings']) {
      queries.setQueriesData<Pages>(isList(name), (list) =>
        list?.pages.some((page) => page.items.some((one) => one.conversation_id === id))
          ? placed(list, { ...shown, ...change })
          : list,
      )
    }
  }
}

/** What was said in it is its last message now. */
export function tellLast({ conversation_id, revision, items, people }: News): void {
  const last = items.reduce<News['items'][number] | undefined>(
    (one, next) => (one && one.seq > next.seq ? one : next),
    undefined,
  )
  const known = knownChat(conversation_id)
  if (!last || !known) return
  if (last.seq < known.last_seq) return
  const speaker = known.group ? (people.find((one) => one.person_id === last.sender_id) ?? null) : null
  changeChat(conversation_id, { last, speaker, last_seq: last.seq, revision, active_at: last.sent_at })
}

/** These have new messages that were not heard. */
export function readAgain(ids: readonly string[]): void {
  if (
    !queries.getQueriesData<Pages>(isList('listChats')).length &&
    !queries.getQueriesData(isList('listGreetings')).length
  )
    return
  if (ids.length > ONE_BY_ONE) {
    refresh('listChats', 'listGreetings')
    return
  }
  for (const id of ids) {
    void queries
      .fetchQuery({ ...viewConversationOptions({ path: { conversation_id: id } }), staleTime: 0 })
      .then(putChat)
      .catch(() => undefined)
  }
}
