import { expect, it } from 'vitest'
import { deedsWith, isIn, runs, wayIn } from './rights'

const ROLES = ['owner', 'admin', 'member'] as const

it.each([
  ['owner', [[], ['member', 'hand', 'remove'], ['admin', 'hand', 'remove']]],
  ['admin', [[], [], ['remove']]],
  ['member', [[], [], []]],
  ['asked', [[], [], []]],
  ['none', [[], [], []]],
] as const)('offers %s what the server lets them do with others', (mine, deeds) => {
  expect(ROLES.map((other) => deedsWith(mine, other))).toEqual(deeds)
})

it('knows who is in and who is in charge', () => {
  const all = [...ROLES, 'asked', 'none'] as const
  expect(all.filter(isIn)).toEqual(ROLES)
  expect(all.filter(runs)).toEqual(['owner', 'admin'])
})

it.each([
  [{ standing: 'none', joining: 'open', members: 4 }, 'join'],
  [{ standing: 'none', joining: 'request', members: 4 }, 'ask'],
  [{ standing: 'none', joining: 'open', members: 5 }, 'full'],
  [{ standing: 'asked', joining: 'request', members: 5 }, 'wait'],
  [{ standing: 'member', joining: 'open', members: 5 }, 'in'],
] as const)('finds the way into %o', (group, way) => {
  expect(wayIn({ ...group, most: 5 })).toBe(way)
})
