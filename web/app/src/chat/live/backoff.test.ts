import { describe, expect, test } from 'vitest'
import { pause } from './backoff'

describe('a pause before the next try', () => {
  test.each([
    [0, 0, 400],
    [0, 1, 800],
    [1, 1, 1600],
    [3, 0.5, 4800],
    [20, 1, 30_000],
    [2000, 0, 15_000],
  ])('after %i tries, with chance %d, is %d ms', (tries, chance, ms) => {
    expect(pause(tries, chance)).toBe(ms)
  })
})
