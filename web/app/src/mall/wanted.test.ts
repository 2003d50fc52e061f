import { describe, expect, test } from 'vitest'
import { addressOf, inSeason, isOpen, question, wantedOf, yuan } from './wanted'

describe('what is wanted', () => {
  test.each([
    [{}, { q: '', category: null, occasion: null, min: null, max: null, sort: null }],
    [
      { q: ' 玫瑰 ', category: 'flowers', occasion: 'birthday', min: '100', max: '300', sort: 'price_up' },
      { q: '玫瑰', category: 'flowers', occasion: 'birthday', min: 100, max: 300, sort: 'price_up' },
    ],
    [
      { category: 'weapons', occasion: '', min: '-1', max: '1e9', sort: 'relevance' },
      { q: '', category: null, occasion: null, min: null, max: null, sort: null },
    ],
    [{ q: ['花', '茶'] }, { q: '花', category: null, occasion: null, min: null, max: null, sort: null }],
  ])('is read from the address %j', (query, wanted) => {
    expect(wantedOf(query)).toEqual(wanted)
  })

  test('goes back into the same address', () => {
    const address = { q: '花', category: 'home', min: '100', sort: 'new' }
    expect(addressOf(wantedOf(address))).toEqual(address)
    expect(isOpen(wantedOf(address))).toBe(false)
    expect(isOpen(wantedOf({ to: 'somebody' }))).toBe(true)
  })

  test('asks in fen and leaves out what is open', () => {
    expect(question(wantedOf({ min: '0', max: '300' }))).toEqual({ min_fen: 0, max_fen: 30000 })
  })
})

test.each([
  ['300', 300],
  [' 12 ', 12],
  ['', null],
  ['3.5', null],
  ['abc', null],
])('yuan(%j) is %j', (typed, read) => {
  expect(yuan(typed)).toBe(read)
})

test('a month has its occasion, and a birthday is always', () => {
  expect(inSeason(new Date(2026, 7, 1))).toEqual(['qixi', 'birthday'])
  expect(inSeason(new Date(2026, 10, 1))).toEqual(['thanks', 'birthday'])
})
