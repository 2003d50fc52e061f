/** What a group says of itself, as it is filled in. */
import type { GroupForm } from '@kith/api'

export const NAME_MOST = 30
export const TOPIC_MOST = 200

export type Fields = Required<GroupForm>

export const BLANK: Fields = { name: '', topic: '', joining: 'open' }

/** As the server keeps it. */
export function trimmed({ name, topic, joining }: Fields): Fields {
  return { name: name.trim(), topic: topic.trim(), joining }
}

export function same(one: Fields, other: Fields): boolean {
  const [a, b] = [trimmed(one), trimmed(other)]
  return a.name === b.name && a.topic === b.topic && a.joining === b.joining
}
