/**
 * The live line of a window: one connection, taken up again whenever it breaks, with everything that is to be heard
 * followed from where it was heard last.
 */
import { pause } from './backoff'
import type { Command, Dial, Event, Point, Wire } from './frames'

/** `away`: there is no connection, and it is tried again; `stopped`: it is not, until somebody looks. */
export type Standing = 'off' | 'connecting' | 'live' | 'away' | 'stopped'

/** Each third try goes the other way than the one that worked last. */
const OTHER_WAY = 3
/** A wire that says nothing at all for so long will not. */
const PATIENCE_MS = 12_000
/** A server that goes asks all its clients to come again; they do not come at once. */
const SOON_MS = 1500

export interface Heard {
  event: (event: Event) => void
  standing: (standing: Standing) => void
}

export class Line {
  private wire: Wire | undefined
  private standing: Standing = 'off'
  private misses = 0
  private last: 'socket' | 'stream' = 'socket'
  private tried: 'socket' | 'stream' = 'socket'
  private timer: ReturnType<typeof setTimeout> | undefined
  private watch: ReturnType<typeof setTimeout> | undefined
  private silence = PATIENCE_MS
  private number = 0
  private readonly followed = new Map<string, () => number | undefined>()
  private readonly asked = new Map<number, string>()

  constructor(
    private readonly ways: Record<'socket' | 'stream', Dial>,
    private readonly heard: Heard,
    private readonly chance: () => number = Math.random,
  ) {}

  get state(): Standing {
    return this.standing
  }

  /** Connect, if there is no connection; a pause before the next try is cut short. */
  open(): void {
    if (this.wire) return
    clearTimeout(this.timer)
    if (this.standing === 'off') this.stand('connecting')
    this.dial()
  }

  /** Hang up, and stay so. */
  close(): void {
    this.hangUp()
    this.followed.clear()
    this.misses = 0
    this.stand('off')
  }

  /** There is no network: what is connected is not heard any more. */
  lose(): void {
    if (this.standing === 'off' || this.standing === 'stopped') return
    this.hangUp()
    this.stand('away')
  }

  /** Hear a conversation, always after the revision that is known then. */
  follow(id: string, after: () => number | undefined): void {
    this.followed.set(id, after)
    if (this.standing === 'live') this.ask(id, after())
  }

  unfollow(id: string): void {
    if (this.followed.delete(id)) this.say({ type: 'unfollow', conversation_id: id })
  }

  /** Say it, if this line can; whether it could. */
  say(command: Command): boolean {
    if (this.standing !== 'live' || !this.wire?.say) return false
    this.wire.say(command)
    return true
  }

  private dial(): void {
    const points: Point[] = [...this.followed].reverse().map(([id, after]) => ({ id, after: after() }))
    const other = this.last === 'socket' ? 'stream' : 'socket'
    this.tried = this.misses % OTHER_WAY === OTHER_WAY - 1 ? other : this.last
    this.silence = PATIENCE_MS
    const wire: Wire = this.ways[this.tried](points, {
      frame: (events) => {
        if (this.wire === wire) this.take(events)
      },
      over: () => {
        if (this.wire === wire) this.broken(pause(this.misses++, this.chance()))
      },
    })
    this.wire = wire
    this.listen()
  }

  private take(events: readonly Event[]): void {
    this.listen()
    for (const event of events) {
      if (event.type === 'ready') this.ready(event.heartbeat_seconds)
      else if (event.type === 'beat') this.say({ type: 'beat' })
      else if (event.type === 'bye') return this.bid(event.why)
      else if (event.type === 'refused' && event.problem.status === 404) this.lost(event.n)
      this.heard.event(event)
    }
  }

  private ready(heartbeat: number): void {
    this.silence = heartbeat * 2000 + 5000
    this.listen()
    this.misses = 0
    this.last = this.tried
    this.asked.clear()
    this.stand('live')
    if (this.wire?.say) for (const [id, after] of this.followed) this.ask(id, after())
  }

  private ask(id: string, after: number | undefined): void {
    if (!this.wire?.say) {
      this.again()
      return
    }
    this.asked.set(++this.number, id)
    this.wire.say({ type: 'follow', n: this.number, conversation_id: id, after: after ?? null })
  }

  /** A stream names what it follows when it is opened. */
  private again(): void {
    this.hangUp()
    this.timer = setTimeout(() => this.dial(), 0)
  }

  private lost(n: number): void {
    const id = this.asked.get(n)
    if (id) this.heard.event({ type: 'ended', conversation_id: id })
  }

  private bid(why: string): void {
    this.hangUp()
    if (why === 'refused' || why === 'signed_out' || why === 'displaced') this.stand('stopped')
    else
      this.broken(why === 'stopping' || why === 'over' ? SOON_MS * this.chance() : pause(this.misses++, this.chance()))
  }

  private broken(after: number): void {
    this.hangUp()
    this.stand('away')
    this.timer = setTimeout(() => this.dial(), after)
  }

  private listen(): void {
    clearTimeout(this.watch)
    this.watch = setTimeout(() => this.broken(pause(this.misses++, this.chance())), this.silence)
  }

  private hangUp(): void {
    clearTimeout(this.timer)
    clearTimeout(this.watch)
    const wire = this.wire
    this.wire = undefined
    wire?.close()
  }

  private stand(standing: Standing): void {
    if (this.standing === standing) return
    this.standing = standing
    this.heard.standing(standing)
  }
}
