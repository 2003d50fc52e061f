/** A text in parts: what can be followed, and the rest. */
import type { Message } from '@kith/api'

export interface Part {
  text: string
  link: boolean
}

/** `links` count as texts do here, in UTF-16 units, and are in order. */
export function parts({ body, links }: Pick<Message, 'body' | 'links'>): Part[] {
  const made: Part[] = []
  let at = 0
  for (const { start, end } of links) {
    if (start > at) made.push({ text: body.slice(at, start), link: false })
    made.push({ text: body.slice(start, end), link: true })
    at = end
  }
  if (at < body.length || !made.length) made.push({ text: body.slice(at), link: false })
  return made
}
