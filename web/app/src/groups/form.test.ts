import { expect, it } from 'vitest'
import { BLANK, same, trimmed } from './form'

it('leaves out the spaces around what is written', () => {
  expect(trimmed({ name: ' Tea ', topic: '\n at four ', joining: 'request' })).toEqual({
    name: 'Tea',
    topic: 'at four',
    joining: 'request',
  })
})

it('sees whether anything is different', () => {
  const tea = { ...BLANK, name: 'Tea' }
  expect(same(tea, { ...tea, name: ' Tea' })).toBe(true)
  expect(same(tea, { ...tea, topic: 'at four' })).toBe(false)
  expect(same(tea, { ...tea, joining: 'request' })).toBe(false)
})
