import { expect, test } from 'vitest'
import { idNumberOf } from './idNumber'

test.each([
  ['11010519491231002X', '11010519491231002X'],
  [' 110105 19491231 002x ', '11010519491231002X'],
  ['440524188001010014', '440524188001010014'],
  ['440524188001010015', null],
  ['11010519491231002', null],
  ['01010519491231002X', null],
  ['', null],
])('%s is %s', (typed, number) => expect(idNumberOf(typed)).toBe(number))
