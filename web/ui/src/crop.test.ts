import { expect, test } from 'vitest'
import { half, place, within } from './crop'

const wide = { width: 400, height: 200 }

test('the square is as large as fits, and smaller when enlarged', () => {
  expect(half(wide, { x: 0, y: 0, zoom: 1 })).toBe(100)
  expect(half(wide, { x: 0, y: 0, zoom: 4 })).toBe(25)
})

test('the square stays on the picture', () => {
  expect(within(wide, { x: -50, y: 900, zoom: 1 })).toEqual({ x: 100, y: 100, zoom: 1 })
  expect(within(wide, { x: 390, y: 30, zoom: 4 })).toEqual({ x: 375, y: 30, zoom: 4 })
})

test('the picture lies so that the square fills the frame', () => {
  expect(place(wide, { x: 200, y: 100, zoom: 1 })).toEqual({ left: -0.5, top: 0, width: 2, height: 1 })
})
