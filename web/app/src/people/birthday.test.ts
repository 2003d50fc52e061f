import { expect, it } from 'vitest'
import { ageOn } from './birthday'

it.each([
  ['2000-06-15', '2018-06-14T15:59:59Z', 17],
  ['2000-06-15', '2018-06-14T16:00:00Z', 18],
  ['2000-02-29', '2018-02-28T04:00:00Z', 17],
  ['2000-02-29', '2018-03-01T04:00:00Z', 18],
  ['1990-12-31', '2026-01-01T04:00:00Z', 35],
])('who was born on %s is at %s %i years old', (birthday, now, age) => {
  expect(ageOn(birthday, Date.parse(now))).toBe(age)
})
