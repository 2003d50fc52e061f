import { describe, expect, it } from 'vitest'
import { codeIn, countries, e164, spoken } from './phone'

describe('a phone number', () => {
  it.each([
    ['13800138000', 'CN', '+8613800138000'],
    ['138 0013 8000', 'CN', '+8613800138000'],
    ['１３８００１３８０００', 'CN', '+8613800138000'],
    ['86 138-0013-8000', 'CN', '+8613800138000'],
    ['+86 13800138000', 'US', '+8613800138000'],
    ['0086 13800138000', 'CN', '+8613800138000'],
    ['6123 4567', 'HK', '+85261234567'],
    ['(415) 555-2671', 'US', '+14155552671'],
    ['+44 7700 900123', 'CN', '+447700900123'],
  ])('%s of %s is %s', (typed, region, number) => expect(e164(typed, region)).toBe(number))

  it.each([
    ['', 'CN'],
    ['1380013800', 'CN'],
    ['12800138000', 'CN'],
    ['+86 1380013800', 'US'],
    ['01 23', 'GB'],
    ['call me', 'US'],
    ['+1 23456 78901 234567', 'US'],
  ])('%s of %s is none', (typed, region) => expect(e164(typed, region)).toBeNull())

  it.each([
    ['+8613800138000', '+86 138 0013 8000'],
    ['+85261234567', '+852 612 34567'],
  ])('%s is read out as %s', (number, text) => expect(spoken(number)).toBe(text))

  it('has countries in every language, China first', () => {
    expect(countries('zh-CN')[0]).toEqual({ value: 'CN', label: '中国 +86' })
    expect(countries('en').find((one) => one.value === 'GB')?.label).toBe('United Kingdom +44')
  })
})

describe('a code', () => {
  it.each([
    ['605247', '605247'],
    ['605 247', '605247'],
    ['[Kith] 验证码 605247，5 分钟内有效', '605247'],
    ['６０５２４７', '605247'],
    ['60 52', '6052'],
    ['6052471', '605247'],
  ])('in %s is %s', (typed, code) => expect(codeIn(typed)).toBe(code))
})
