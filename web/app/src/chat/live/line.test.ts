import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Command, Dial, Ear, Event, Point } from './frames'
import { Line, type Standing } from './line'

const READY: Event = { type: 'ready', now: '2026-03-01T00:00:00Z', heartbeat_seconds: 15 }

interface Call {
  way: 'socket' | 'stream'
  points: readonly Point[]
  said: Command[]
  closed: boolean
  ear: Ear
}

let calls: Call[] = []
let standings: Standing[] = []
let events: Event[] = []

function way(name: 'socket' | 'stream'): Dial {
  return (points, ear) => {
    const call: Call = { way: name, points, said: [], closed: false, ear }
    calls.push(call)
    return {
      say: name === 'socket' ? (command) => call.said.push(command) : null,
      close: () => {
        call.closed = true
        ear.over()
      },
    }
  }
}
function line(): Line {
  return new Line(
    { socket: way('socket'), stream: way('stream') },
    { event: (event) => events.push(event), standing: (standing) => standings.push(standing) },
    () => 1,
  )
}
const last = (): Call => calls.at(-1) as Call

beforeEach(() => {
  vi.useFakeTimers()
  calls = []
  standings = []
  events = []
})
afterEach(() => vi.useRealTimers())

describe('a live line', () => {
  test('follows what is to be heard as soon as it is ready, from where it was heard last', () => {
    const one = line()
    let revision = 4
    one.follow('a', () => revision)
    one.open()
    one.open()
    expect(calls).toHaveLength(1)
    last().ear.frame([READY])
    expect(last().said).toEqual([{ type: 'follow', n: 1, conversation_id: 'a', after: 4 }])
    one.follow('b', () => undefined)
    expect(last().said.at(-1)).toEqual({ type: 'follow', n: 2, conversation_id: 'b', after: null })
    revision = 9
    last().ear.over()
    vi.advanceTimersByTime(800)
    last().ear.frame([READY])
    expect(last().said[0]).toMatchObject({ conversation_id: 'a', after: 9 })
    expect(standings).toEqual(['connecting', 'live', 'away', 'live'])
  })

  test('waits longer after each miss, and begins anew once it was connected', () => {
    const one = line()
    one.open()
    last().ear.over()
    vi.advanceTimersByTime(799)
    expect(calls).toHaveLength(1)
    vi.advanceTimersByTime(1)
    last().ear.over()
    vi.advanceTimersByTime(1599)
    expect(calls).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(calls).toHaveLength(3)
  })

  test('goes over a stream where no socket gets through, and stays with what works', () => {
    const one = line()
    one.follow('a', () => 7)
    one.open()
    last().ear.over()
    vi.advanceTimersByTime(800)
    last().ear.over()
    vi.advanceTimersByTime(1600)
    expect(last()).toMatchObject({ way: 'stream', points: [{ id: 'a', after: 7 }] })
    last().ear.frame([READY])
    expect(one.say({ type: 'typing', conversation_id: 'a' })).toBe(false)
    one.follow('b', () => undefined)
    vi.advanceTimersByTime(0)
    expect(last()).toMatchObject({
      way: 'stream',
      points: [
        { id: 'b', after: undefined },
        { id: 'a', after: 7 },
      ],
    })
    last().ear.frame([READY, { type: 'bye', why: 'over', resume: {} }])
    vi.advanceTimersByTime(1500)
    expect(last().way).toBe('stream')
  })

  test('gives up a wire that has fallen silent, and one that never says anything', () => {
    const one = line()
    one.open()
    vi.advanceTimersByTime(12_000)
    expect(last().closed).toBe(true)
    vi.advanceTimersByTime(800)
    last().ear.frame([READY])
    vi.advanceTimersByTime(34_000)
    last().ear.frame([{ type: 'beat' }])
    expect(last().said).toEqual([{ type: 'beat' }])
    vi.advanceTimersByTime(34_999)
    expect(last().closed).toBe(false)
    vi.advanceTimersByTime(1)
    expect(last().closed).toBe(true)
    expect(one.state).toBe('away')
  })

  test.each(['signed_out', 'displaced', 'refused'] as const)('stops when it is %s, until it is opened again', (why) => {
    const one = line()
    one.open()
    last().ear.frame([READY, { type: 'bye', why, resume: {} }])
    vi.advanceTimersByTime(600_000)
    expect(calls).toHaveLength(1)
    expect(one.state).toBe('stopped')
    one.open()
    expect(calls).toHaveLength(2)
  })

  test.each(['stopping', 'slow', 'broken', 'silent'] as const)('comes again when the server says it is %s', (why) => {
    const one = line()
    one.open()
    last().ear.frame([READY, { type: 'bye', why, resume: {} }])
    vi.advanceTimersByTime(1500)
    expect(calls).toHaveLength(2)
  })

  test('waits for the network when there is none', () => {
    const one = line()
    one.open()
    last().ear.frame([READY])
    one.lose()
    vi.advanceTimersByTime(600_000)
    expect(calls).toHaveLength(1)
    expect(last().closed).toBe(true)
    one.open()
    expect(calls).toHaveLength(2)
  })

  test('tells that a conversation is not there for us', () => {
    const one = line()
    one.follow('a', () => undefined)
    one.open()
    const problem = { type: 'about:blank', title: '', status: 404, code: 'conversation_not_found', detail: '' }
    last().ear.frame([READY, { type: 'refused', n: 1, problem }])
    expect(events).toContainEqual({ type: 'ended', conversation_id: 'a' })
  })

  test('hears nothing more of a wire that it has hung up', () => {
    const one = line()
    one.open()
    const first = last()
    one.close()
    first.ear.frame([READY])
    expect(one.state).toBe('off')
    expect(events).toEqual([])
  })
})
