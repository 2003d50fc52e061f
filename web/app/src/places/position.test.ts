import { expect, it } from 'vitest'
import { coarse, guess, why } from './position'

it('keeps no more than three decimals of a position', () => {
  expect([31.230416, -121.473701, 179.99999, -0.0004].map(coarse)).toEqual([31.23, -121.474, 180, -0])
})

it('tells how far off a guess may be, and nothing of what is good enough', () => {
  const off = (accuracy: number): number => guess({ lat: 0, lng: 0, accuracy })
  expect([30, 1_999, 2_000, 24_600].map(off)).toEqual([0, 0, 2, 25])
})

it.each([
  [2, 'unavailable'],
  [3, 'timeout'],
  [99, 'unavailable'],
] as const)('takes error %i for %s', (code, expected) => expect(why(code)).toBe(expected))

it('takes a refusal for the person’s own only where the browser would have asked', () => {
  const set = (value: boolean): void => void Object.defineProperty(window, 'isSecureContext', { value, writable: true })
  set(true)
  expect(why(1)).toBe('denied')
  set(false)
  expect(why(1)).toBe('unsupported')
})
