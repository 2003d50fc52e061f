import { describe, expect, it } from 'vitest'
import { ageOn, daysIn, written } from './birthday'

describe('a birthday', () => {
  it.each([
    ['2000-06-15', '2018-06-14T15:59:59Z', 17],
    ['2000-06-15', '2018-06-14T16:00:00Z', 18],
    ['2000-02-29', '2018-02-28T04:00:00Z', 17],
    ['2000-02-29', '2018-03-01T04:00:00Z', 18],
    ['1990-12-31', '2026-01-01T04:00:00Z', 35],
  ])('of %s makes one at %s %i years old', (birthday, now, age) => expect(ageOn(birthday, Date.parse(now))).toBe(age))

  it.each([
    ['2024', '2', 29],
    ['2023', '2', 28],
    ['', '2', 29],
    ['1990', '4', 30],
    ['', '', 31],
  ])('of year %s and month %s has one of %i days', (year, month, days) => expect(daysIn(year, month)).toBe(days))

  it('is written as the server reads it', () => {
    expect(written({ year: '1996', month: '3', day: '8' })).toBe('1996-03-08')
    expect(written({ year: '1996', month: '', day: '8' })).toBeNull()
    expect(written({ year: '2023', month: '2', day: '29' })).toBeNull()
  })
})
