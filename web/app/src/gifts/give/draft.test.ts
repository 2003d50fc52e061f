import { beforeEach, describe, expect, test } from 'vitest'
import { chosen, clearDraft, draft, meant, nextStep, resumed } from './draft'

beforeEach(clearDraft)

describe('the next step', () => {
  test.each([
    [{}, '/give/friend', {}],
    [{ goods: 'g', sku: 's' }, '/give/friend', { goods: 'g', sku: 's' }],
    [{ to: 'p' }, '/give/goods', { to: 'p' }],
    [{ to: 'p', goods: 'g' }, '/goods/g', { to: 'p' }],
    [{ to: 'p', goods: 'g', sku: 's' }, '/give/card', { to: 'p', goods: 'g', sku: 's' }],
  ])('of %j is %s', (have, path, query) => {
    expect(nextStep(have)).toEqual({ path, query })
  })
})

test('only what is one value counts in the address', () => {
  expect(chosen({ to: ['a', 'b'], goods: '', sku: 's', other: 'x' })).toEqual({ sku: 's' })
})

describe('a draft', () => {
  test('goes on where it was left', () => {
    Object.assign(draft, { to: 'p', goods: 'g', sku: 's' })
    expect(resumed()).toEqual({ to: 'p', goods: 'g', sku: 's' })
    clearDraft()
    expect(resumed()).toEqual({})
  })

  test('does not carry words to somebody else', () => {
    meant('a', false)
    draft.message = 'for a'
    meant('a', false)
    expect(draft.message).toBe('for a')
    meant('b', false)
    expect(draft).toMatchObject({ to: 'b', message: '' })
  })

  test('carries them where only the friend is changed', () => {
    meant('a', false)
    draft.message = 'happy birthday'
    meant('b', true)
    expect(draft).toMatchObject({ to: 'b', message: 'happy birthday' })
  })
})
