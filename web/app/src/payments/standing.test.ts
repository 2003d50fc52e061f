import type { ChargeView } from '@kith/api'
import { describe, expect, test } from 'vitest'
import { countdown, standing, suited } from './standing'

const PAY_BY = '2026-01-01T00:30:00Z'
const BEFORE = Date.parse('2026-01-01T00:10:00Z')
const AFTER = Date.parse(PAY_BY)

function charge(change: Partial<ChargeView> = {}): ChargeView {
  return {
    charge_id: 'c',
    fen: 20_000,
    subject: 'a vase',
    purpose: 'gift',
    ref: 'g',
    state: 'open',
    pay_by: PAY_BY,
    paid_at: null,
    gateways: [{ gateway: 'alipay', ways: ['page', 'qr'] }],
    refunds: [],
    ...change,
  }
}
const REFUND = { refund_id: 'r', charge_id: 'c', gateway: 'alipay', fen: 20_000, reason: 'late' } as const
const LATE = [{ ...REFUND, state: 'wanted' as const, wanted_at: PAY_BY, refunded_at: null }]

describe('a payment', () => {
  test.each([
    ['pay', charge(), false, BEFORE],
    ['waiting', charge(), true, BEFORE],
    ['closing', charge(), true, AFTER],
    ['closing', charge({ gateways: [] }), false, BEFORE],
    ['paid', charge({ state: 'paid', gateways: [] }), true, AFTER],
    ['paid', charge({ state: 'paid', refunds: LATE }), true, AFTER],
    ['late', charge({ state: 'cancelled', refunds: LATE }), true, AFTER],
    ['ended', charge({ state: 'cancelled' }), true, AFTER],
  ])('stands as %s', (expected, of, begun, now) => {
    expect(standing(of, begun, now)).toBe(expected)
  })
})

test('the way that suits the device comes first', () => {
  expect(suited(['page', 'qr'], false)).toEqual(['qr', 'page'])
  expect(suited(['qr', 'page'], true)).toEqual(['page', 'qr'])
  expect(suited(['page'], false)).toEqual(['page'])
})

test.each([
  [1_800_000, '30:00'],
  [59_001, '01:00'],
  [500, '00:01'],
  [-5, '00:00'],
  [3_600_000 * 26, '26:00:00'],
])('%d ms are %s on the clock', (ms, shown) => {
  expect(countdown(ms)).toBe(shown)
})
