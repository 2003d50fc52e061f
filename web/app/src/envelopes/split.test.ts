import type { Proof } from '@kith/api'
import { describe, expect, test } from 'vitest'
import vectors from '../../../../docs/envelope-vectors.json?raw'
import { bytesOf, check, commitmentOf, readId, readProof, splitOf } from './split'

const proofs = JSON.parse(vectors) as Proof[]
const [first] = proofs as [Proof]

describe('the documented algorithm', () => {
  test.each(proofs.map((proof) => [`${proof.kind}, ${proof.fen} fen, ${proof.count}`, proof] as const))(
    '%s',
    async (_, proof) => {
      const seed = bytesOf(proof.seed)
      expect(await commitmentOf(seed, proof)).toBe(proof.commitment)
      expect(await splitOf(seed, proof)).toEqual({ shares: proof.shares, best: proof.best })
      expect(await check(proof)).toEqual({ commitment: true, shares: true, sum: true, best: true })
    },
  )
})

describe('a proof that was tampered with', () => {
  test.each<[string, Partial<Proof>, object]>([
    ['another seed', { seed: '08'.repeat(32) }, { commitment: false, shares: false }],
    ['another sum', { fen: first.fen + 1 }, { commitment: false, sum: false }],
    ['another kind', { kind: 'equal' }, { commitment: false, shares: false }],
    ['shares in another order', { shares: [...first.shares].reverse() }, { commitment: true, shares: false }],
    ['the best luck elsewhere', { best: 0 }, { commitment: true, shares: true, best: false }],
    ['the envelope of somebody else', { envelope_id: first.envelope_id.replace(/1$/, '2') }, { commitment: false }],
  ])('%s', async (_, change, verdict) => {
    expect(await check({ ...first, ...change })).toMatchObject(verdict)
  })
})

describe('what was pasted', () => {
  test('is a proof', () => expect(readProof(JSON.stringify(first))).toEqual(first))
  test.each([
    '',
    'seed',
    '{}',
    'null',
    '[]',
    JSON.stringify({ ...first, version: 2 }),
    JSON.stringify({ ...first, count: 101 }),
    JSON.stringify({ ...first, kind: 'toString' }),
    JSON.stringify({ ...first, seed: '07' }),
    JSON.stringify({ ...first, shares: [1.5] }),
  ])('is none: %s', (text) => expect(readProof(text)).toBeNull())
  test('has the id of an envelope', () => {
    expect(readId(`https://kith.example/app/envelopes/${first.envelope_id.toUpperCase()}?x=1`)).toBe(first.envelope_id)
    expect(readId('none')).toBeNull()
  })
})
