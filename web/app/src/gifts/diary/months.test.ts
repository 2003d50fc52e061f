import { expect, test } from 'vitest'
import { months } from './months'

test('a month stands above its first line only', () => {
  const lines = [
    { side: 'given', gift_id: 'c', day: '2026-12-01' },
    { side: 'received', gift_id: 'c', day: '2026-12-01' },
    { side: 'received', gift_id: 'b', day: '2026-11-30' },
    { side: 'given', gift_id: 'a', day: '2025-11-30' },
  ] as const
  expect([...months(lines)]).toEqual([
    ['givenc', '2026-12'],
    ['receivedb', '2026-11'],
    ['givena', '2025-11'],
  ])
})
