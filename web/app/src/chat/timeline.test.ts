import type { Card, Message, Messages } from '@kith/api'
import { describe, expect, test } from 'vitest'
import { begin, hear, older, said, type Timeline } from './timeline'

function message(seq: number, revision = seq, body = `${seq}`): Message {
  return {
    conversation_id: 'c',
    seq,
    revision,
    message_id: `m${seq}`,
    sender_id: 'ann',
    kind: 'text',
    body,
    ref: null,
    links: [],
    sent_at: '2026-03-01T00:00:00Z',
  }
}
const ANN: Card = { person_id: 'ann', nickname: 'Ann', age: 30, gender: 'female' }
function page(seqs: number[], revision: number, more: boolean): Messages {
  return { items: seqs.map((seq) => message(seq)), revision, more, people: [ANN] }
}
function news(after: number, items: Message[]): Parameters<typeof hear>[1] {
  const revision = Math.max(after, ...items.map((one) => one.revision))
  return { conversation_id: 'c', after, revision, items, people: [] }
}
const seqs = (line: Timeline | null): number[] | undefined => line?.items.map((one) => one.seq)
const start = begin(page([6, 5, 4], 6, true))

describe('a timeline', () => {
  test('begins with the newest page, the oldest message first', () => {
    expect(seqs(start)).toEqual([4, 5, 6])
    expect(start).toMatchObject({ revision: 6, more: true })
    expect(start.people.get('ann')?.nickname).toBe('Ann')
  })

  test('grows upward without repeating what is there', () => {
    const grown = older(start, page([4, 3, 2, 1], 9, false))
    expect(seqs(grown)).toEqual([1, 2, 3, 4, 5, 6])
    expect(grown).toMatchObject({ revision: 6, more: false })
  })

  test('takes what is said, in whatever order it comes, once', () => {
    const more = hear(start, news(6, [message(8), message(7)]))
    expect(seqs(more)).toEqual([4, 5, 6, 7, 8])
    expect(more && hear(more, news(6, [message(7), message(8)]))).toBe(more)
  })

  test('puts what moved on in its place, and knows an old form when it sees it', () => {
    const moved = hear(start, news(6, [message(5, 7, 'new')])) as Timeline
    expect(moved.items[1]?.body).toBe('new')
    expect(moved.revision).toBe(7)
    expect(said(moved, message(5, 5, 'old'))?.items[1]?.body).toBe('new')
  })

  test('says when something was missed', () => {
    expect(hear(start, news(8, [message(9)]))).toBeNull()
    expect(said(start, message(8))).toBeNull()
  })

  test('goes on after what it knows, however much of it comes twice', () => {
    const heard = hear(start, { ...news(3, [message(5), message(7)]), revision: 7 })
    expect(seqs(heard)).toEqual([4, 5, 6, 7])
  })

  test('leaves alone what lies above what is shown', () => {
    expect(seqs(hear(start, news(6, [message(2, 7), message(7, 8)])))).toEqual([4, 5, 6, 7])
    const whole = begin(page([2, 1], 2, false))
    expect(seqs(hear(whole, news(2, [message(3)])))).toEqual([1, 2, 3])
  })

  test('takes the answer to what I said before it is heard of', () => {
    const mine = said(start, message(7)) as Timeline
    expect(seqs(mine)).toEqual([4, 5, 6, 7])
    expect(mine.revision).toBe(6)
    expect(seqs(hear(mine, news(6, [message(7), message(8)])))).toEqual([4, 5, 6, 7, 8])
    expect(seqs(said(begin(page([], 0, false)), message(1)))).toEqual([1])
  })
})
