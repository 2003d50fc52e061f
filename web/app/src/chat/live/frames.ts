/** What a live line carries: events from the server, commands to it. */
import type { Alive, FollowChatsResponses, Follow, MarkRead, Type, Unfollow } from '@kith/api'

export type Event = FollowChatsResponses[200][number]
export type Command = Follow | Unfollow | MarkRead | Type | Alive

/** A conversation to be heard, after a revision or from now on. */
export interface Point {
  id: string
  after: number | undefined
}

/** Who listens to a wire: each frame, and once that it is over. */
export interface Ear {
  frame: (events: readonly Event[]) => void
  over: () => void
}

/** A connection. One that cannot carry commands is opened anew when other conversations are to be heard. */
export interface Wire {
  say: ((command: Command) => void) | null
  close: () => void
}

/** Open a wire; the conversations to be heard are named at once where no command can do it later. */
export type Dial = (points: readonly Point[], ear: Ear) => Wire
