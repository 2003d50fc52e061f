import { expect, test } from 'vitest'
import { parts } from './words'

test.each([
  ['plain', [], [['plain', false]]],
  ['', [], [['', false]]],
  [
    '😀 http://a.cn，好',
    [{ start: 3, end: 14 }],
    [
      ['😀 ', false],
      ['http://a.cn', true],
      ['，好', false],
    ],
  ],
  ['http://a.cn', [{ start: 0, end: 11 }], [['http://a.cn', true]]],
  ['http://bad.cn stays', [], [['http://bad.cn stays', false]]],
])('%s', (body, links, expected) => {
  expect(parts({ body, links }).map(({ text, link }) => [text, link])).toEqual(expected)
})
