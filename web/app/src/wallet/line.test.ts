import { expect, test } from 'vitest'
import { leadsTo } from './line'

const LINE = { ref: 'r', purpose: null, purpose_ref: null }

test.each([
  [{ kind: 'envelope' as const }, '/envelopes/r'],
  [{ kind: 'envelope' as const, ref: null }, undefined],
  [{ kind: 'withdrawal' as const }, '/wallet/withdraw'],
  [{ kind: 'withdrawal_returned' as const }, '/wallet/withdraw'],
  [{ kind: 'paid' as const, purpose: 'envelope', purpose_ref: 'e' }, '/envelopes/e'],
  [{ kind: 'refund' as const, purpose: 'envelope', purpose_ref: 'e' }, '/envelopes/e'],
  [{ kind: 'paid' as const, purpose: 'gift', purpose_ref: 'g' }, '/charges/r'],
  [{ kind: 'top_up' as const }, undefined],
  [{ kind: 'other' as const }, undefined],
])('%o leads to %s', (change, to) => expect(leadsTo({ ...LINE, ...change })).toBe(to))
