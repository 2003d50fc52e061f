import { expect, it } from 'vitest'
import { liked } from './words'

it('puts first what two people both like, and keeps to a few', () => {
  const seen = liked(['Running', 'Coffee', 'Maps', 'Cats'], ['cats', 'COFFEE'])
  expect(seen).toEqual([
    { word: 'Coffee', shared: true },
    { word: 'Cats', shared: true },
    { word: 'Running', shared: false },
  ])
  expect(liked([], ['cats'])).toEqual([])
})
