import { expect, test } from 'vitest'
import { clock } from './clock'

test.each([
  [-5, '00:00'],
  [0, '00:00'],
  [1, '00:01'],
  [59_000, '00:59'],
  [60_000, '01:00'],
  [1_741_000, '29:01'],
  [7_781_000, '2:09:41'],
  [90_000_000, '25:00:00'],
])('%i ms are %s', (ms, said) => expect(clock(ms)).toBe(said))
