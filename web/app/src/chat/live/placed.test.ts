import type { Chat } from '@kith/api'
import { describe, expect, test } from 'vitest'
import { placed, without, type Pages } from './placed'

function chat(id: string, minute: number): Chat {
  return { conversation_id: id, active_at: `2026-03-01T00:0${minute}:00Z` } as Chat
}
const LIST: Pages = {
  pages: [
    { items: [chat('a', 9), chat('b', 7)], next: 'more' },
    { items: [chat('c', 5)], next: 'more' },
  ],
  pageParams: [{}, 'more'],
}
const ids = (list: Pages): string[][] => list.pages.map((page) => page.items.map((one) => one.conversation_id))

describe('a list of conversations', () => {
  test.each([
    ['c', 9, [['c', 'a', 'b'], []]],
    ['new', 8, [['a', 'new', 'b'], ['c']]],
    [
      'new',
      6,
      [
        ['a', 'b'],
        ['new', 'c'],
      ],
    ],
    ['a', 7, [['a', 'b'], ['c']]],
    ['new', 1, [['a', 'b'], ['c']]],
  ])('has %s of minute %i where it belongs', (id, minute, expected) => {
    expect(ids(placed(LIST, chat(id, minute)))).toEqual(expected)
  })

  test('has it at its end, where that is known', () => {
    const whole: Pages = { pages: [{ items: [chat('a', 9)], next: null }], pageParams: [{}] }
    expect(ids(placed(whole, chat('new', 1)))).toEqual([['a', 'new']])
    expect(ids(placed({ pages: [{ items: [], next: null }], pageParams: [{}] }, chat('new', 1)))).toEqual([['new']])
  })

  test('has it no more', () => {
    expect(ids(without(LIST, 'b'))).toEqual([['a'], ['c']])
  })
})
