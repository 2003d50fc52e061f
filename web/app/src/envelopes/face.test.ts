import { expect, test } from 'vitest'
import { countdown, faceOf, isOver } from './face'

const NOW = Date.parse('2026-01-01T12:00:00Z')
const SEEN = {
  state: 'open',
  mine: null,
  may_open: true,
  from_me: false,
  opens_at: '2026-01-01T11:00:00Z',
  ends_at: '2026-01-02T11:00:00Z',
} as const
const MINE = { fen: 1, place: 0, claimed_at: SEEN.opens_at, best: false }

test.each([
  ['open', {}],
  ['open', { from_me: true }],
  ['waiting', { opens_at: '2026-01-01T13:00:00Z' }],
  ['paused', { state: 'paused' as const, may_open: false }],
  ['mine', { may_open: false, from_me: true }],
  ['other', { may_open: false }],
  ['expired', { ends_at: '2026-01-01T12:00:00Z' }],
  ['expired', { state: 'expired' as const, may_open: false }],
  ['emptied', { state: 'emptied' as const, may_open: false }],
  ['stopped', { state: 'stopped' as const, may_open: false }],
  ['taken', { mine: MINE, may_open: false }],
  ['taken', { mine: MINE, state: 'emptied' as const }],
  ['unpaid', { state: 'unpaid' as const, opens_at: null, ends_at: null, from_me: true, may_open: false }],
  ['unpaid', { state: 'lapsed' as const, opens_at: null, ends_at: null, from_me: true, may_open: false }],
])('an envelope is %s', (face, change) => {
  expect(faceOf({ ...SEEN, ...change }, NOW)).toBe(face)
})

test('it is over when nothing can be taken any more', () => {
  expect(
    ['unpaid', 'open', 'paused', 'emptied', 'expired', 'stopped', 'lapsed'].map((state) => isOver({ state } as never)),
  ).toEqual([false, false, false, true, true, true, true])
})

test.each([
  ['2026-01-01T12:00:09Z', '0:09'],
  ['2026-01-01T12:00:00.001Z', '0:01'],
  ['2026-01-01T12:59:59Z', '59:59'],
  ['2026-01-01T13:00:00Z', null],
  ['2026-01-01T12:00:00Z', null],
])('until %s it is %s', (at, left) => {
  expect(countdown(at, NOW)).toBe(left)
})
