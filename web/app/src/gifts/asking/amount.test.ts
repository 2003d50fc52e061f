import { expect, test } from 'vitest'
import { each, fen, fits, typed } from './amount'

test.each([
  ['12', 1200],
  ['12.5', 1250],
  [' 0.05 ', 5],
  ['3.999', undefined],
  ['', undefined],
  ['-1', undefined],
])('%j is %j fen', (text, amount) => {
  expect(fen(text)).toBe(amount)
})

test('an amount is typed as it is read', () => {
  for (const amount of [1, 50, 100, 12_345]) expect(fen(typed(amount))).toBe(amount)
})

test('a part is one yuan at least, unless less is left, and never more than that', () => {
  expect([fits(99, 500), fits(100, 500), fits(500, 500), fits(501, 500)]).toEqual([false, true, true, false])
  expect([fits(30, 30), fits(29, 30), fits(undefined, 30)]).toEqual([true, false, false])
})

test('together they have it all', () => {
  expect([each(1000, 3), each(1000, 0), each(30, 4), each(200, 4)]).toEqual([334, 1000, 30, 100])
})
