import { expect, test } from 'vitest'
import { localMonth, months } from './months'

test('a month stands above its first item only', () => {
  const lines = [
    { side: 'given', id: 'c', at: '2026-12-01T12:00:00' },
    { side: 'received', id: 'c', at: '2026-12-01T11:00:00' },
    { side: 'received', id: 'b', at: '2026-11-30T12:00:00' },
    { side: 'given', id: 'a', at: '2025-11-30T12:00:00' },
  ]
  const first = months(
    lines,
    (line) => line.side + line.id,
    (line) => localMonth(line.at),
  )
  expect([...first]).toEqual([
    ['givenc', '2026-12'],
    ['receivedb', '2026-11'],
    ['givena', '2025-11'],
  ])
})
