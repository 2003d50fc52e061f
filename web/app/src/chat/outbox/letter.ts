/** A message that is not sent yet, as it waits on this device. */
import type { Problem } from '@kith/api'

export interface Letter {
  /** Made here, and the message's for ever: however often it is sent, it is one message. Later ones sort after it. */
  id: string
  conversation: string
  /** Whose it is. */
  writer: string
  body: string
  photo: Blob | null
  /** The photo, once the server has it. */
  picture: string | null
  /** Why the server did not take it; null while it waits. */
  refused: Problem | null
}

/** Where letters wait through a reload. */
export interface Shelf {
  all: () => Promise<Letter[]>
  has: (id: string) => Promise<boolean>
  put: (letter: Letter) => Promise<void>
  remove: (id: string) => Promise<void>
  clear: () => Promise<void>
}
