import type { ChargeView } from '@kith/api'
import { describe, expect, test } from 'vitest'
import { countdown, standing, suited } from './standing'

const PAY_BY = '2026-01-01T00:30:00Z'

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
    wallet: null,
    refunds: [],
    ...change,
  }
}
const REFUND = { refund_id: 'r', charge_id: 'c', gateway: 'alipay', fen: 20_000, reason: 'late' } as const
const LATE = [{ ...REFUND, state: 'wanted' as const, wanted_at: PAY_BY, refunded_at: null }]

describe('a payment', () => {
  test.each([
    ['pay', charge(), false],
    ['waiting', charge(), true],
    ['closing', charge({ gateways: [] }), false],
    ['paid', charge({ state: 'paid', gateways: [] }), true],
    ['paid', charge({ state: 'paid', refunds: LATE }), true],
    ['late', charge({ state: 'cancelled', refunds: LATE }), true],
    ['ended', charge({ state: 'cancelled' }), true],
  ])('stands as %s', (expected, of, begun) => {
    expect(standing(of, begun)).toBe(expected)
  })
})

test('the way that suits the device comes first', () => {
  expect(suited(['page', 'qr'], false)).toEqual(['qr', 'page'])
  expect(suited(['qr', 'page'], true)).toEqual(['page', 'qr'])
  expect(suited(['page'], false)).toEqual(['page'])
  expect(suited(['page', 'wap', 'qr', 'app'], true)).toEqual(['wap', 'qr'])
  expect(suited(['page', 'wap', 'qr', 'app'], false)).toEqual(['qr', 'page'])
  expect(suited(['wap', 'app'], false)).toEqual(['wap'])
  expect(suited(['card'], true)).toEqual(['card'])
  expect(suited(['card', 'page'], false)).toEqual(['page', 'card'])
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
