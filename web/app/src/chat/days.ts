/** The rows of a conversation: days, who speaks, what is new, and what still waits to be sent. */
import type { Message } from '@kith/api'
import type { Letter } from './outbox/letter'

/** What one person says within so long belongs together. */
const TOGETHER_MS = 5 * 60_000

export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'notice'; key: string; message: Message }
  | { kind: 'said'; key: string; message: Message; mine: boolean; first: boolean; last: boolean }
  /** What somebody said whom I have blocked, one after another. */
  | { kind: 'folded'; key: string; messages: Message[] }
  | { kind: 'waits'; key: string; letter: Letter }

/** The day of a moment on this device's calendar. */
export function dayOf(at: string | number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

/** `me` is who reads; `unreadAfter` the number after which all is new, or null; `hidden` what is folded away. */
export function rows(
  items: readonly Message[],
  letters: readonly Letter[],
  me: string | undefined,
  unreadAfter: number | null,
  hidden: (message: Message) => boolean = () => false,
): Row[] {
  const made: Row[] = []
  const here = new Set(items.map((one) => one.message_id))
  for (const [at, message] of items.entries()) {
    const before = items[at - 1]
    const day = dayOf(message.sent_at)
    if (!before || dayOf(before.sent_at) !== day) made.push({ kind: 'day', key: `day ${day}`, at: message.sent_at })
    if (unreadAfter !== null && message.seq > unreadAfter && (before?.seq ?? 0) <= unreadAfter) {
      made.push({ kind: 'new', key: 'new' })
    }
    if (message.kind === 'notice') {
      made.push({ kind: 'notice', key: message.message_id, message })
      continue
    }
    if (hidden(message)) {
      const fold = made.at(-1)
      if (fold?.kind === 'folded') fold.messages.push(message)
      else made.push({ kind: 'folded', key: `folded ${message.message_id}`, messages: [message] })
      continue
    }
    const first = made.at(-1)?.kind !== 'said' || !together(before, message)
    const last = !together(message, items[at + 1])
    made.push({ kind: 'said', key: message.message_id, message, mine: message.sender_id === me, first, last })
  }
  for (const letter of letters) if (!here.has(letter.id)) made.push({ kind: 'waits', key: letter.id, letter })
  return made
}

function together(one: Message | undefined, other: Message | undefined): boolean {
  if (!one || !other || one.kind === 'notice' || other.kind === 'notice') return false
  const apart = Date.parse(other.sent_at) - Date.parse(one.sent_at)
  return one.sender_id === other.sender_id && dayOf(one.sent_at) === dayOf(other.sent_at) && apart <= TOGETHER_MS
}
