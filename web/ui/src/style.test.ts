/** Colours that stand on each other can be read: text 4.5 : 1, controls 3 : 1, in both themes (WCAG 2.2, 1.4.3 and 1.4.11). */
import { describe, expect, test } from 'vitest'
import css from './style.css?raw'

type Rgb = readonly [number, number, number]

function theme(name: string): Map<string, Rgb> {
  const from = css.indexOf('{', css.indexOf(`[data-theme='${name}'] {`))
  const block = css.slice(from, css.indexOf('}', from))
  return new Map(
    [...block.matchAll(/--([\w-]+): #([0-9a-f]{6});/g)].map(([, colour = '', hex = '']) => {
      const part = (at: number): number => parseInt(hex.slice(at, at + 2), 16) / 255
      return [colour, [part(0), part(2), part(4)]]
    }),
  )
}
function light(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
function contrast(one: Rgb | undefined, other: Rgb | undefined): number {
  if (!one || !other) throw new Error('no such colour')
  const [high = 0, low = 0] = [light(one), light(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const GROUNDS = ['paper', 'surface', 'sunken', 'accent-wash', 'good-wash', 'warn-wash', 'bad-wash']
const TEXT: [string, string[]][] = [
  ['ink', GROUNDS],
  ['soft', GROUNDS],
  ['accent', GROUNDS],
  ['accent-strong', ['paper', 'surface', 'accent-wash']],
  ['on-accent', ['accent', 'accent-strong']],
  ['good', ['paper', 'surface', 'good-wash']],
  ['warn', ['paper', 'surface', 'warn-wash']],
  ['bad', ['paper', 'surface', 'sunken', 'bad-wash']],
]

describe.each(['light', 'dark'])('in the %s theme', (name) => {
  const colours = theme(name)
  test.each(TEXT.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground])))(
    'text in %s on %s can be read',
    (ink, ground) => expect(contrast(colours.get(ink), colours.get(ground))).toBeGreaterThanOrEqual(4.5),
  )
  test.each(['edge', 'accent'].flatMap((mark) => GROUNDS.slice(0, 4).map((ground) => [mark, ground])))(
    'a control in %s on %s can be seen',
    (mark, ground) => expect(contrast(colours.get(mark), colours.get(ground))).toBeGreaterThanOrEqual(3),
  )
})
