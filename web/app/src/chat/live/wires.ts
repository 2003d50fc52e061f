/** The two ways to the server: a socket, and a stream where no socket gets through. */
import type { Dial, Event } from './frames'

/** So many conversations can be heard over one stream. */
const MOST_STREAMED = 20

export const socket: Dial = (_, ear) => {
  const address = new URL('/me/live', window.location.href)
  address.protocol = address.protocol.replace('http', 'ws')
  const line = new WebSocket(address)
  line.addEventListener('message', ({ data }: MessageEvent<string>) => ear.frame(JSON.parse(data) as Event[]))
  line.addEventListener('close', () => ear.over())
  return {
    say: (command) => {
      if (line.readyState === WebSocket.OPEN) line.send(JSON.stringify(command))
    },
    close: () => line.close(),
  }
}

export const stream: Dial = (points, ear) => {
  const names = points.slice(0, MOST_STREAMED).map(({ id, after }) => (after === undefined ? id : `${id}:${after}`))
  const line = new EventSource(`/me/live/frames?follow=${names.join(',')}`)
  line.addEventListener('frame', ({ data }: MessageEvent<string>) => ear.frame(JSON.parse(data) as Event[]))
  // The browser would go on by itself; when and from where is decided here.
  line.addEventListener('error', () => {
    line.close()
    ear.over()
  })
  return { say: null, close: () => line.close() }
}
