import { describe, expect, test } from 'vitest'
import { countOf, faultOf, FRESH, sumOf } from './filling'

const LUCKY = { ...FRESH, amount: '20', count: '10' }

test.each([
  ['lucky', '20.05', '10', 2005],
  ['equal', '0.01', '100', 100],
  ['equal', '1', '', null],
  ['exclusive', '52', '', 5200],
  ['lucky', 'a', '1', null],
] as const)('%s, %s, %s is %s fen', (kind, amount, count, fen) => {
  expect(sumOf({ kind, amount, count })).toBe(fen)
})

test.each([
  ['10', 10],
  [' 7 ', 7],
  ['0', 0],
  ['', null],
  ['1.5', null],
  ['-1', null],
  ['1e2', null],
])('%s is %s shares', (typed, count) => expect(countOf(typed)).toBe(count))

describe('in a group', () => {
  test.each([
    [null, {}],
    ['amount', { amount: '' }],
    ['amount', { amount: '1.234' }],
    ['count', { count: '' }],
    ['count', { count: '0' }],
    ['many', { count: '101' }],
    [null, { count: '100', amount: '1' }],
    ['small', { count: '100', amount: '0.99' }],
    ['small', { amount: '0' }],
    [null, { amount: '2000' }],
    ['large', { amount: '2000.01' }],
    ['large', { kind: 'equal' as const, amount: '200.01' }],
    [null, { kind: 'equal' as const, amount: '200' }],
    ['whom', { kind: 'exclusive' as const, amount: '' }],
    [null, { kind: 'exclusive' as const, for_id: 'a', count: '' }],
    ['password', { locked: true, password: ' ' }],
    [null, { locked: true, password: '牡丹' }],
  ])('it lacks %s', (fault, change) => expect(faultOf({ ...LUCKY, ...change }, false)).toBe(fault))
})

test('in a pair there is one share', () => {
  expect(faultOf({ ...FRESH, kind: 'exclusive', amount: '200' }, true)).toBeNull()
  expect(faultOf({ ...FRESH, kind: 'exclusive', amount: '200.01' }, true)).toBe('large')
})
