import { expect, test } from 'vitest'
import { yuan } from './yuan'

test.each([
  [0, '¥0'],
  [1, '¥0.01'],
  [10, '¥0.10'],
  [100, '¥1'],
  [26_800, '¥268'],
  [100_000, '¥1,000'],
  [123_456_789, '¥1,234,567.89'],
  [-50, '−¥0.50'],
  [-120_000, '−¥1,200'],
])('%i fen are %s', (fen, said) => expect(yuan(fen)).toBe(said))

/** A fixed run of numbers that looks like chance: the same failure every time. */
function* fens(count: number): Generator<number> {
  let seed = 20_150_127
  for (let n = 0; n < count; n++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    const digits = 1 + (n % 12)
    yield (n % 3 ? 1 : -1) * (seed % 10 ** digits)
  }
}

test('what is said can be read back to the fen, and its thousands stand apart', () => {
  for (const fen of fens(3000)) {
    const said = yuan(fen)
    expect(said).toMatch(/^−?¥\d{1,3}(,\d{3})*(\.\d\d)?$/)
    const [whole = '', rest = '00'] = said.replace(/[−¥,]/g, '').split('.')
    const back = (said.startsWith('−') ? -1 : 1) * (Number(whole) * 100 + Number(rest))
    expect(back || 0).toBe(fen || 0)
  }
})
