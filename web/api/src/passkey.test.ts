import { afterEach, describe, expect, it, vi } from 'vitest'
import { base64url, bytes, hindrance, isNumber, makePasskey, passkeySupport, usePasskey } from './passkey'

const ALL = Uint8Array.from({ length: 256 }, (_, at) => at)

afterEach(() => vi.unstubAllGlobals())

describe('bytes in JSON', () => {
  it.each([0, 1, 2, 3, 4, 255, 256])('%i of them come back', (length) => {
    const some = ALL.slice(0, length)
    expect(bytes(base64url(some.buffer))).toEqual(some)
    expect(base64url(some.buffer)).toMatch(/^[\w-]*$/)
  })
})

describe('where passkeys work', () => {
  it.each([
    ['127.0.0.1', true],
    ['[::1]', true],
    ['localhost', false],
    ['kith.example', false],
    ['1.kith.example', false],
  ])('%s is a number: %s', (host, number) => expect(isNumber(host)).toBe(number))

  it('not without the browser knowing them', () => expect(passkeySupport()).toBe('no'))
})

describe('what the browser says', () => {
  it.each([
    ['NotAllowedError', 'cancelled'],
    ['AbortError', 'cancelled'],
    ['InvalidStateError', 'known'],
    ['ConstraintError', 'unable'],
    ['SecurityError', 'unable'],
  ])('%s is %s', (name, meaning) => expect(hindrance(new DOMException('', name))).toBe(meaning))

  it('is nothing else', () => expect(hindrance(new TypeError())).toBeUndefined())

  it('is cancelled where it gives nothing', async () => {
    vi.stubGlobal('navigator', { credentials: { create: async () => null, get: async () => null } })
    const made = makePasskey({ challenge: '', user: { id: '' } })
    await expect(made.catch(hindrance)).resolves.toBe('cancelled')
    const used = usePasskey({ challenge: '' }, new AbortController().signal, false)
    await expect(used.catch(hindrance)).resolves.toBe('cancelled')
  })
})
