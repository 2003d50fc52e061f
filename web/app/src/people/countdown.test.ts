import { expect, it } from 'vitest'
import { soon } from './countdown'

const NOW = Date.parse('2026-03-01T10:00:00Z')

it.each([
  ['2026-03-01T10:00:42Z', 42],
  ['2026-03-01T09:59:59Z', 60],
  ['2026-03-05T10:00:00Z', 60],
])('waits until %s for %i s', (at, seconds) => expect((soon(at, NOW) - NOW) / 1000).toBe(seconds))
