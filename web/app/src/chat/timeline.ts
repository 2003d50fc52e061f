/** What is known of a conversation's messages: in the order of their numbers, without a gap, each in its latest form. */
import type { Card, Message, Messages, News } from '@kith/api'

export interface Timeline {
  items: readonly Message[]
  /** Everything that changed up to here is known. */
  revision: number
  /** There are older messages. */
  more: boolean
  people: ReadonlyMap<string, Card>
}

/** The newest page, as the server gives it: the newest message first. */
export function begin(page: Messages): Timeline {
  return {
    items: [...page.items].reverse(),
    revision: page.revision,
    more: page.more,
    people: cards(new Map(), page.people),
  }
}

/** With the page before the first message. */
export function older(line: Timeline, page: Messages): Timeline {
  const first = line.items[0]?.seq ?? Infinity
  const before = page.items.filter(({ seq }) => seq < first).reverse()
  return { ...line, items: [...before, ...line.items], more: page.more, people: cards(line.people, page.people) }
}

/** With what changed. Null where something lies between that was not heard: ask for what came after `line.revision`. */
export function hear(line: Timeline, news: Omit<News, 'type'>): Timeline | null {
  if (news.after > line.revision) return null
  if (news.revision <= line.revision) return line
  return {
    ...line,
    items: merge(line.items, news.items, line.more),
    revision: news.revision,
    people: cards(line.people, news.people),
  }
}

/** With the server's answer to what I said. Null where others said something before it that was not heard yet. */
export function said(line: Timeline, message: Message): Timeline | null {
  const last = line.items.at(-1)?.seq
  if (message.seq > (last ?? message.seq - 1) + 1) return null
  return { ...line, items: merge(line.items, [message], line.more) }
}

function merge(known: readonly Message[], changed: readonly Message[], more: boolean): Message[] {
  const first = known[0]?.seq ?? 0
  const all = new Map(known.map((one) => [one.seq, one]))
  for (const one of changed) {
    // What changed before the first known message is read in its latest form when one gets there.
    if (more && one.seq < first) continue
    if ((all.get(one.seq)?.revision ?? -1) <= one.revision) all.set(one.seq, one)
  }
  return [...all.values()].sort((one, other) => one.seq - other.seq)
}

function cards(known: ReadonlyMap<string, Card>, more: readonly Card[]): ReadonlyMap<string, Card> {
  return new Map([...known, ...more.map((one) => [one.person_id, one] as const)])
}
