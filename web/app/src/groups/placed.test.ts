import { Refused, type Problem } from '@kith/api'
import { expect, it } from 'vitest'
import { placeless, unplaced } from './placed'

const refused = (code: string): Refused => new Refused({ code, status: 409 } as Problem)

it('takes from a refusal why there is no place', () => {
  const codes = ['nearby_off', 'you_are_invisible', 'position_unknown', 'too_many_looks']
  expect(codes.map((code) => unplaced(refused(code)))).toEqual([...codes.slice(0, 3), undefined])
  expect(unplaced(new Error('lost'))).toBeUndefined()
})

it.each([
  [{ sharing: false, invisible: true }, null, 'nearby_off'],
  [{ sharing: true, invisible: true }, '2026-01-01T00:00:00Z', 'you_are_invisible'],
  [{ sharing: true, invisible: false }, null, 'position_unknown'],
  [{ sharing: true, invisible: false }, '2026-01-01T00:00:00Z', undefined],
] as const)('knows before asking: %o, kept until %s', (choices, until_at, why) => {
  expect(placeless({ ...choices, hides_distance: false, until_at })).toBe(why)
})
