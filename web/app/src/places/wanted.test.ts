import { describe, expect, it } from 'vitest'
import { ANYBODY, narrow, opened, ordered, question, understood, type Wanted } from './wanted'

const WOMEN: Wanted = { gender: 'female', from: 25, to: 35, active: '1h' }

describe('what is wanted', () => {
  it('asks for nothing where anybody is welcome', () => {
    expect(question(ANYBODY)).toEqual({})
    expect(narrow(ANYBODY)).toEqual([])
  })

  it('asks for each of its sides', () => {
    expect(question(WOMEN)).toEqual({ gender: 'female', min_age: 25, max_age: 35, active: '1h' })
    expect(narrow(WOMEN)).toEqual(['gender', 'age', 'active'])
    expect(narrow({ ...ANYBODY, to: 30 })).toEqual(['age'])
  })

  it('is opened side by side until anybody is welcome', () => {
    expect(opened(WOMEN, 'age')).toEqual({ ...WOMEN, from: null, to: null })
    expect(narrow(WOMEN).reduce(opened, WOMEN)).toEqual(ANYBODY)
  })

  it('has the younger age first', () => {
    expect(ordered({ ...WOMEN, from: 40, to: 20 })).toMatchObject({ from: 20, to: 40 })
    expect(ordered({ ...WOMEN, from: 40, to: null })).toMatchObject({ from: 40, to: null })
  })
})

describe('what was written down', () => {
  it('is read back', () => expect(understood(JSON.stringify(WOMEN))).toEqual(WOMEN))

  it.each([null, '', 'nonsense', '[]', 'null', '7', '{"gender":"robot","from":"25","to":17,"active":"2h"}'])(
    'is anybody where it cannot be understood: %s',
    (written) => expect(understood(written)).toEqual(ANYBODY),
  )

  it('keeps what can be understood', () => {
    expect(understood('{"gender":"male","from":50,"to":30,"active":0}')).toEqual({
      gender: 'male',
      from: 30,
      to: 50,
      active: '3d',
    })
  })
})
