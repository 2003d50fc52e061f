import { expect, it } from 'vitest'
import { stepsWith } from './door'

it('offers the step that is set now among the usual ones', () => {
  expect(stepsWith([1, 3, 5], 4)).toEqual([1, 3, 4, 5])
  expect(stepsWith([1, 3, 5], 3)).toEqual([1, 3, 5])
  expect(stepsWith([1, 3, 5], undefined)).toEqual([1, 3, 5])
})
