import { describe, expect, test } from 'vitest'
import { accepted, delivery, ended, tone, type State } from './story'

const DAY = '2026-03-04'

describe('the delivery', () => {
  test.each([
    ['accepted', [false, false, false]],
    ['shipped', [true, false, false]],
    ['in_delivery', [true, true, false]],
    ['received', [true, true, true]],
  ] as [State, boolean[]][])('of a gift that is %s', (state, reached) => {
    const steps = delivery({ state, steps: [{ state, day: DAY }] })
    expect(steps.map((one) => one.step)).toEqual(['shipped', 'in_delivery', 'received'])
    expect(steps.map((one) => one.reached)).toEqual(reached)
  })

  test('tells the days that are known', () => {
    const steps = [
      { state: 'shipped' as const, day: '2026-03-04' },
      { state: 'received' as const, day: '2026-03-06' },
    ]
    expect(delivery({ state: 'received', steps }).map((one) => one.day)).toEqual(['2026-03-04', null, '2026-03-06'])
  })
})

test.each([
  ['unpaid', 'warn', false, false],
  ['waiting', 'accent', false, false],
  ['accepted', 'good', true, false],
  ['received', 'good', true, false],
  ['declined', 'plain', false, true],
  ['not_taken_up', 'plain', false, true],
] as [State, string, boolean, boolean][])('a gift that is %s', (state, sounds, onTheWay, over) => {
  expect(tone(state)).toBe(sounds)
  expect(accepted(state)).toBe(onTheWay)
  expect(ended(state)).toBe(over)
})
