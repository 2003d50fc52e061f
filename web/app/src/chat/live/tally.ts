/** How much is unread: what the server counted last, and what was heard or read here since. */
import type { Listed, Place, Unread } from '@kith/api'

interface Since {
  said: number
  read: number
}

export class Tally {
  readonly places = new Map<string, Place>()
  private counted: Unread = { chats: 0, greetings: 0 }
  private readonly since = new Map<string, Since>()

  /** The server counted; the conversations whose last message is a new one. */
  listed({ unread, items }: Pick<Listed, 'unread' | 'items'>): Place[] {
    const moved = items.filter((one) => this.places.get(one.conversation_id)?.last_seq !== one.last_seq)
    for (const one of items) this.places.set(one.conversation_id, one)
    this.counted = unread
    return moved
  }

  /** Something was said up to this number; what I said myself I have read. */
  said(id: string, seq: number, mine: boolean): void {
    const since = this.known(id)
    since.said = Math.max(since.said, seq)
    if (mine) since.read = Math.max(since.read, seq)
  }

  /** I have read up to here. */
  read(id: string, seq: number): void {
    const since = this.known(id)
    since.read = Math.max(since.read, seq)
  }

  /** I am not in it any more. */
  drop(id: string): void {
    const place = this.places.get(id)
    if (place && place.box === 'chats' && !place.muted) this.counted.chats -= serverUnread(place)
    this.places.delete(id)
    this.since.delete(id)
  }

  /** Of one conversation; undefined of one that the server did not list. */
  of(id: string): number | undefined {
    const place = this.places.get(id)
    if (!place) return undefined
    const since = this.since.get(id)
    return Math.max(0, Math.max(place.last_seq, since?.said ?? 0) - Math.max(place.read_seq, since?.read ?? 0))
  }

  /** In the chats that are not muted, and in the greetings. */
  total(): Unread {
    const more = (box: Place['box']): number =>
      [...this.places.values()]
        .filter((one) => one.box === box && !(box === 'chats' && one.muted))
        .reduce((sum, one) => sum + (this.of(one.conversation_id) ?? 0) - serverUnread(one), 0)
    return {
      chats: Math.max(0, this.counted.chats + more('chats')),
      greetings: Math.max(0, this.counted.greetings + more('greetings')),
    }
  }

  private known(id: string): Since {
    const since = this.since.get(id) ?? { said: 0, read: 0 }
    this.since.set(id, since)
    return since
  }
}

function serverUnread(place: Place): number {
  return Math.max(0, place.last_seq - place.read_seq)
}
