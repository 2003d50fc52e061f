import type { GoodsVariant } from '@kith/api'
import { describe, expect, test } from 'vitest'
import { choose, described, dimensions, first } from './variants'

function variant(sku_id: string, options: Record<string, string>, available = true): GoodsVariant {
  return { sku_id, options, fen: 10_000, available }
}
const RED_S = variant('red-s', { color: 'red', size: 'S' })
const RED_L = variant('red-l', { color: 'red', size: 'L' }, false)
const BLUE_S = variant('blue-s', { color: 'blue', size: 'S' }, false)
const BLUE_L = variant('blue-l', { color: 'blue', size: 'L' })
const ALL = [RED_L, RED_S, BLUE_S, BLUE_L]

describe('variants', () => {
  test('have their options with what can be had', () => {
    expect(dimensions([...ALL, variant('green', { color: 'green', size: 'S' }, false)])).toEqual([
      {
        name: 'color',
        values: [
          { value: 'red', available: true },
          { value: 'blue', available: true },
          { value: 'green', available: false },
        ],
      },
      {
        name: 'size',
        values: [
          { value: 'L', available: true },
          { value: 'S', available: true },
        ],
      },
    ])
  })

  test.each([
    ['the one in the address', 'red-l', 'red-l'],
    ['the first that can be had', undefined, 'red-s'],
    ['the first that can be had where the address names none of them', 'gone', 'red-s'],
  ])('begin with %s', (_, sku, begun) => {
    expect(first(ALL, sku)?.sku_id).toBe(begun)
  })

  test('begin with the first when nothing can be had', () => {
    expect(first([RED_L, BLUE_S], undefined)).toBe(RED_L)
  })

  test('keep what was chosen before where that can be had', () => {
    expect(choose([...ALL, variant('blue-s2', { color: 'blue', size: 'S' })], RED_S, 'color', 'blue').sku_id).toBe(
      'blue-s2',
    )
    expect(choose(ALL, RED_S, 'color', 'blue')).toBe(BLUE_L)
    expect(choose(ALL, RED_S, 'color', 'none')).toBe(RED_S)
  })

  test('are described by their values', () => {
    expect(described(RED_S.options)).toBe('red · S')
    expect(described({})).toBe('')
  })
})
