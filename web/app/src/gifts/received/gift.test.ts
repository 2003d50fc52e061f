import { describe, expect, it } from 'vitest'
import { byMonth, givenAt, isEnded, stateOf } from './gift'

const NOON = '2026-11-22T12:00:00Z'
const came = (at: string): { steps: { state: 'offered'; at: string }[]; answer_by: string } => ({
  steps: [{ state: 'offered', at }],
  answer_by: at,
})

describe('a received gift', () => {
  it.each([
    ['offered', -1, 'offered'],
    ['offered', 0, 'expired'],
    ['accepted', 1, 'accepted'],
    ['withdrawn', 1, 'withdrawn'],
  ] as const)('%s is, %i ms after its time, %s', (state, ms, shown) => {
    expect(stateOf({ state, answer_by: NOON }, Date.parse(NOON) + ms)).toBe(shown)
  })

  it('has ended or not', () => {
    expect(isEnded('declined')).toBe(true)
    expect(isEnded('accepted')).toBe(false)
  })

  it('came when it was offered', () => {
    expect(givenAt(came(NOON))).toBe(NOON)
    expect(givenAt({ steps: [], answer_by: NOON })).toBe(NOON)
  })

  it('stands under its month', () => {
    const gifts = ['2026-11-22T12:00:00', '2026-11-01T00:00:00', '2026-10-31T23:59:59', '2025-10-31T12:00:00'].map(came)
    const months = byMonth(gifts)
    expect(months.map(({ start, gifts: of }) => [start.getFullYear(), start.getMonth() + 1, of.length])).toEqual([
      [2026, 11, 2],
      [2026, 10, 1],
      [2025, 10, 1],
    ])
    expect(byMonth([])).toEqual([])
  })
})
