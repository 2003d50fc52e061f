import { expect, test } from 'vitest'
import { carrierOf, viewOf, urgency } from './order'

const NOON = Date.parse('2026-03-01T04:00:00Z')

test.each([
  ['2026-03-01T03:59:00Z', 'to_ship', 'late'],
  ['2026-03-01T04:00:00Z', 'to_ship', 'soon'],
  ['2026-03-01T15:59:00Z', 'to_ship', 'soon'],
  ['2026-03-01T16:00:00Z', 'to_ship', 'calm'],
  ['2026-03-01T03:59:00Z', 'shipped', null],
] as const)('an order to be sent by %s that is %s presses: %s', (ship_by, state, wanted) => {
  expect(urgency({ ship_by, state }, NOON)).toBe(wanted)
})

test.each([
  ['SF1234567890123', 'sf'],
  ['sf 1234 5678 9012', 'sf'],
  ['JDVB12345678901', 'jd'],
  ['YT1234567890123', 'yto'],
  ['JT1234567890123', 'jt'],
  ['DPK123456789012', 'deppon'],
  ['EA123456789CN', 'ems'],
  ['123456789012', null],
  ['S', null],
])('%s is a number of %s', (number, carrier) => {
  expect(carrierOf(number)).toBe(carrier)
})

test.each([
  ['shipped', 'shipped'],
  ['nonsense', 'all'],
  [undefined, 'all'],
  [['late'], 'all'],
])('%s in an address means %s', (text, state) => {
  expect(viewOf(text)).toBe(state)
})
