import { expect, test } from 'vitest'
import { counted, levelOf } from './stock'

test.each([
  [0, 'none'],
  [1, 'low'],
  [3, 'low'],
  [4, 'enough'],
])('%i left are %s', (available, level) => {
  expect(levelOf({ available })).toBe(level)
})

test.each([
  ['0', 0],
  [' 12 ', 12],
  ['1000000', 1_000_000],
  ['1000001', null],
  ['-1', null],
  ['1.5', null],
  ['', null],
  ['ten', null],
])('"%s" counts as %s', (text, units) => {
  expect(counted(text)).toBe(units)
})
