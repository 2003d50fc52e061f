/**
 * What was written and is not sent yet. It waits through reloads and lost connections; in each conversation one message is
 * sent after the other, in the order in which they were written, and each under the id that it was given then, so that the
 * server makes one message of it however often it comes.
 */
import { type Message, Refused } from '@kith/api'
import { pause } from '../live/backoff'
import type { Letter, Shelf } from './letter'

/** Whoever has to wait longer than this is told, and tries again by hand. */
const MOST_SECONDS = 90

export interface Carrier {
  /** Send it, or raise what came in the way. What is learnt on the way is put into the letter and kept by `keep`. */
  send: (letter: Letter, keep: () => Promise<void>) => Promise<Message>
  /** The letters have changed. */
  changed: () => void
  /** The server has it. */
  sent: (letter: Letter, message: Message) => void
}

export class Outbox {
  letters: Letter[] = []
  private readonly busy = new Set<string>()
  private readonly waking = new Map<string, () => void>()
  private readonly tries = new Map<string, number>()
  private open = true

  constructor(
    private readonly shelf: Shelf,
    private readonly carrier: Carrier,
  ) {}

  /** Go on with what this person wrote before; what others left here is thrown away. */
  async begin(writer: string): Promise<void> {
    const found = await this.shelf.all().catch(() => [])
    const ids = new Set(this.letters.map(({ id }) => id))
    for (const one of found) if (one.writer !== writer) await this.quietly(this.shelf.remove(one.id))
    const mine = found.filter((one) => one.writer === writer && !ids.has(one.id))
    this.letters = [...mine, ...this.letters].sort((one, other) => (one.id < other.id ? -1 : 1))
    this.carrier.changed()
    for (const id of new Set(this.letters.map((one) => one.conversation))) void this.work(id)
  }

  async add(letter: Letter): Promise<void> {
    this.letters = [...this.letters, letter]
    this.carrier.changed()
    await this.quietly(this.shelf.put(letter))
    void this.work(letter.conversation)
  }

  /** Send again what was refused: now, after all else that waits. */
  async retry(id: string): Promise<void> {
    const letter = this.letters.find((one) => one.id === id)
    if (!letter?.refused) return
    const again = { ...letter, refused: null }
    this.letters = [...this.letters.filter((one) => one !== letter), again]
    this.carrier.changed()
    await this.quietly(this.shelf.put(again))
    void this.work(letter.conversation)
  }

  async remove(id: string): Promise<void> {
    this.letters = this.letters.filter((one) => one.id !== id)
    this.carrier.changed()
    await this.quietly(this.shelf.remove(id))
  }

  /** There is a connection again: whatever waits is tried at once. */
  wake(): void {
    for (const wake of [...this.waking.values()]) wake()
  }

  /** The person is gone, and so is what they wrote. */
  async close(): Promise<void> {
    this.open = false
    this.letters = []
    this.wake()
    await this.quietly(this.shelf.clear())
  }

  private async work(conversation: string): Promise<void> {
    if (this.busy.has(conversation)) return
    this.busy.add(conversation)
    try {
      for (let next = this.next(conversation); next; next = this.next(conversation)) await this.attempt(next)
    } finally {
      this.busy.delete(conversation)
    }
  }

  private next(conversation: string): Letter | undefined {
    return this.open ? this.letters.find((one) => one.conversation === conversation && !one.refused) : undefined
  }

  private async attempt(letter: Letter): Promise<void> {
    // Another window may have sent it, or taken it back.
    if (!(await this.shelf.has(letter.id).catch(() => true))) {
      this.forget(letter)
      return
    }
    try {
      const message = await this.carrier.send(letter, () => this.quietly(this.shelf.put(letter)))
      if (!this.open) return
      this.carrier.sent(letter, message)
      this.forget(letter)
      await this.quietly(this.shelf.remove(letter.id))
    } catch (error) {
      if (this.open) await this.failed(letter, error)
    }
  }

  private async failed(letter: Letter, error: unknown): Promise<void> {
    const tries = this.tries.get(letter.conversation) ?? 0
    this.tries.set(letter.conversation, tries + 1)
    if (!(error instanceof Refused)) return this.rest(letter.conversation, pause(tries))
    const seconds = Number(error.problem.facts?.retry_after ?? 0)
    if (error.passing && seconds <= MOST_SECONDS) {
      return this.rest(letter.conversation, Math.max(seconds * 1000, pause(tries)))
    }
    // Whose session is over writes nothing more; what waits stays for whoever decides about it.
    if (error.problem.status === 401) return this.rest(letter.conversation, pause(tries))
    const refused = { ...letter, refused: error.problem }
    this.letters = this.letters.map((one) => (one.id === letter.id ? refused : one))
    this.carrier.changed()
    await this.quietly(this.shelf.put(refused))
  }

  private rest(conversation: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.waking.delete(conversation)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.waking.set(conversation, done)
    })
  }

  private forget(letter: Letter): void {
    this.tries.delete(letter.conversation)
    this.letters = this.letters.filter((one) => one.id !== letter.id)
    this.carrier.changed()
  }

  /** A browser that cannot keep it sends it all the same. */
  private async quietly(work: Promise<void>): Promise<void> {
    await work.catch(() => undefined)
  }
}
