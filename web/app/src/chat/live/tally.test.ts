import type { Place } from '@kith/api'
import { describe, expect, test } from 'vitest'
import { Tally } from './tally'

function place(id: string, last: number, read: number, more: Partial<Place> = {}): Place {
  return {
    conversation_id: id,
    kind: 'pair',
    box: 'chats',
    last_seq: last,
    revision: last,
    read_seq: read,
    muted: false,
    active_at: '2026-03-01T00:00:00Z',
    ...more,
  }
}

describe('what is unread', () => {
  test('is what the server counted, also of conversations that it did not list', () => {
    const tally = new Tally()
    tally.listed({ unread: { chats: 12, greetings: 1 }, items: [place('a', 5, 3)] })
    expect(tally.total()).toEqual({ chats: 12, greetings: 1 })
    expect(tally.of('a')).toBe(2)
    expect(tally.of('z')).toBeUndefined()
  })

  test('grows with what is said in a group, which the server does not list anew', () => {
    const tally = new Tally()
    tally.listed({ unread: { chats: 0, greetings: 0 }, items: [place('g', 5, 5, { kind: 'group' })] })
    tally.said('g', 6, false)
    tally.said('g', 7, false)
    tally.said('g', 6, false)
    expect(tally.total().chats).toBe(2)
    tally.listed({ unread: { chats: 2, greetings: 0 }, items: [place('g', 7, 5, { kind: 'group' })] })
    expect(tally.total().chats).toBe(2)
    tally.said('g', 8, true)
    expect(tally.total().chats).toBe(0)
  })

  test('falls at once with what is read here, and never below nothing', () => {
    const tally = new Tally()
    tally.listed({
      unread: { chats: 3, greetings: 2 },
      items: [place('a', 9, 6), place('s', 2, 0, { box: 'greetings' })],
    })
    tally.read('a', 9)
    tally.read('a', 7)
    tally.read('s', 1)
    expect(tally.total()).toEqual({ chats: 0, greetings: 1 })
    tally.listed({
      unread: { chats: 0, greetings: 1 },
      items: [place('a', 9, 9), place('s', 2, 1, { box: 'greetings' })],
    })
    expect(tally.total()).toEqual({ chats: 0, greetings: 1 })
  })

  test('leaves out what is muted, and what one is no longer in', () => {
    const tally = new Tally()
    tally.listed({ unread: { chats: 4, greetings: 0 }, items: [place('m', 9, 0, { muted: true }), place('a', 4, 0)] })
    tally.said('m', 10, false)
    expect(tally.total().chats).toBe(4)
    expect(tally.of('m')).toBe(10)
    tally.drop('a')
    expect(tally.total().chats).toBe(0)
  })

  test('names the conversations with a new message', () => {
    const tally = new Tally()
    tally.listed({ unread: { chats: 0, greetings: 0 }, items: [place('a', 1, 1), place('b', 1, 1)] })
    const moved = tally.listed({
      unread: { chats: 1, greetings: 0 },
      items: [place('a', 1, 1, { muted: true }), place('b', 2, 1)],
    })
    expect(moved.map((one) => one.conversation_id)).toEqual(['b'])
  })
})
