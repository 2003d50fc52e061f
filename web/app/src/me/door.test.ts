import { expect, it } from 'vitest'
import { stepsWith, yuan } from './door'

it('offers the step that is set now among the usual ones', () => {
  expect(stepsWith([1, 3, 5], 4)).toEqual([1, 3, 4, 5])
  expect(stepsWith([1, 3, 5], 3)).toEqual([1, 3, 5])
  expect(stepsWith([1, 3, 5], undefined)).toEqual([1, 3, 5])
})

it('says an amount in yuan', () => {
  expect(yuan(50_000)).toBe('¥500')
  expect(yuan(12_345)).toBe('¥123.45')
})
