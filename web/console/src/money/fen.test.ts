import { expect, it } from 'vitest'
import { exact } from './fen'

it.each([
  [null, '—'],
  [0, '¥0.00'],
  [5, '¥0.05'],
  [120000, '¥1,200.00'],
  [-730, '−¥7.30'],
])('%s fen are %s', (fen, said) => expect(exact(fen)).toBe(said))
