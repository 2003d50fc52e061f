import { expect, test } from 'vitest'
import { licenceOf } from './licence'

test.each([
  ['91350100M000100Y43', '91350100M000100Y43'],
  [' 91350100 m000100y43', '91350100M000100Y43'],
  ['350100200012345', 'old'],
  ['91350100M000100Y44', null],
  ['91350100M0O0100Y43', null],
  ['', null],
])('%s is %s', (typed, code) => {
  expect(licenceOf(typed)).toBe(code)
})
