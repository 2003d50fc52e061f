import { expect, test } from 'vitest'
import { fenOf } from './fen'

test.each([
  ['12', 1200],
  ['12.3', 1230],
  ['12.34', 1234],
  [' 1,234.05 ', 123_405],
  ['0.01', 1],
  ['', null],
  ['.5', null],
  ['1.234', null],
  ['-1', null],
  ['1e3', null],
])('%s is %s fen', (typed, fen) => {
  expect(fenOf(typed)).toBe(fen)
})
