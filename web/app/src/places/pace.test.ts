import { expect, it } from 'vitest'
import { AGAIN_MS, HAND_MS, isDue, WHILE_MS } from './pace'

const NEVER = { at: 0, until: 0 }

it('is due at first', () => expect(isDue(NEVER, 'open', Date.now())).toBe(true))

it.each([
  ['open', AGAIN_MS],
  ['shown', AGAIN_MS],
  ['while', WHILE_MS],
  ['hand', HAND_MS],
] as const)('on %s it waits until enough time is over', (occasion, pause) => {
  const pace = { at: 1_000_000, until: 0 }
  expect(isDue(pace, occasion, pace.at + pause - 1)).toBe(false)
  expect(isDue(pace, occasion, pace.at + pause)).toBe(true)
})

it.each(['open', 'shown', 'while', 'hand'] as const)('on %s it leaves a server alone that asked for it', (occasion) => {
  const pace = { at: 0, until: 10_000_000 }
  expect(isDue(pace, occasion, pace.until - 1)).toBe(false)
  expect(isDue(pace, occasion, pace.until)).toBe(true)
})
