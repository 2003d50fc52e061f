import { expect, it } from 'vitest'
import { inside, onward } from './next'

it.each(['/mall', '/people/1?x=2#y', '/given/0198', '/'])('%s is inside', (next) => expect(inside(next)).toBe(next))

it.each([
  undefined,
  null,
  ['/mall'],
  '',
  'mall',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/mall\\..',
  '/\n/evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/welcome?next=/mall',
  '/sign-in',
  '/profile/first',
])('%j leads home', (next) => expect(inside(next)).toBe('/'))

it('is carried on only where it says something', () => {
  expect(onward('/mall')).toEqual({ next: '/mall' })
  expect(onward('//evil.example')).toEqual({})
})
