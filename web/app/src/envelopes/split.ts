/**
 * How an envelope was divided, computed again in the browser from what docs/envelope-fairness.md says, and compared with
 * what the server tells. Nothing here asks the server.
 */
import type { Proof } from '@kith/api'

const LARGEST_FEN = 20_000
const WORD = 1n << 64n
const LETTERS: Record<Proof['kind'], string> = { lucky: 'L', equal: 'E', exclusive: 'X' }

export interface Split {
  shares: number[]
  best: number | null
}

type Bytes = Uint8Array<ArrayBuffer>

const ascii = (text: string): Bytes => new TextEncoder().encode(text) as Bytes

export function bytesOf(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}
function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
function number(value: number, size: 4 | 8): Bytes {
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  if (size === 8) view.setBigUint64(0, BigInt(value))
  else view.setUint32(0, value)
  return bytes
}
function joined(...parts: Bytes[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

export type Terms = Pick<Proof, 'envelope_id' | 'kind' | 'fen' | 'count'>

/** What stands on the card from the first moment: it binds the seed and the terms without telling the seed. */
export async function commitmentOf(seed: Bytes, terms: Terms): Promise<string> {
  const told = joined(
    ascii('kith envelope 1 commitment'),
    bytesOf(terms.envelope_id.replaceAll('-', '')),
    ascii(LETTERS[terms.kind]),
    number(terms.fen, 8),
    number(terms.count, 4),
    seed,
  )
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', told)))
}

/** Random numbers that follow from a seed. */
async function streamOf(seed: Bytes): Promise<(bound: number) => Promise<number>> {
  const key = await crypto.subtle.importKey('raw', seed, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const words: bigint[] = []
  let block = 0

  async function word(): Promise<bigint> {
    if (!words.length) {
      const message = joined(ascii('kith envelope 1 split'), number(block++, 8))
      const view = new DataView(await crypto.subtle.sign('HMAC', key, message))
      for (let at = 0; at < 32; at += 8) words.push(view.getBigUint64(at))
    }
    return words.shift() ?? 0n
  }
  return async (bound) => {
    const limit = WORD - (WORD % BigInt(bound))
    let drawn = await word()
    while (drawn >= limit) drawn = await word()
    return Number(drawn % BigInt(bound))
  }
}

/** The shares in the order in which they are taken, and the place of the best luck. */
export async function splitOf(seed: Bytes, { kind, fen, count }: Terms): Promise<Split> {
  const below = await streamOf(seed)
  const drawn: number[] = []
  if (kind === 'lucky') {
    let rest = fen
    for (let left = count; left > 1; left--) {
      const least = Math.max(1, rest - (left - 1) * LARGEST_FEN)
      const most = Math.min(LARGEST_FEN, rest - (left - 1), Math.max(least, Math.floor((2 * rest) / left) - 1))
      const share = least + (await below(most - least + 1))
      drawn.push(share)
      rest -= share
    }
    await below(1)
    drawn.push(rest)
  } else {
    for (let at = 0; at < count; at++) drawn.push(Math.floor(fen / count) + (at < fen % count ? 1 : 0))
  }
  const order = drawn.map((_, at) => at)
  for (let last = count - 1; last > 0; last--) {
    const other = await below(last + 1)
    ;[order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0]
  }
  const luckiest = drawn.indexOf(Math.max(...drawn))
  return {
    shares: order.map((at) => drawn[at] ?? 0),
    best: kind === 'lucky' && count > 1 ? order.indexOf(luckiest) : null,
  }
}

/** What a check came to: each is right, or not. */
export interface Verdict {
  commitment: boolean
  shares: boolean
  sum: boolean
  best: boolean
}

export async function check(proof: Proof): Promise<Verdict> {
  const seed = bytesOf(proof.seed)
  const [commitment, split] = await Promise.all([commitmentOf(seed, proof), splitOf(seed, proof)])
  return {
    commitment: commitment === proof.commitment.toLowerCase(),
    shares: `${split.shares}` === `${proof.shares}`,
    sum: proof.shares.reduce((sum, share) => sum + share, 0) === proof.fen && proof.shares.length === proof.count,
    best: split.best === proof.best,
  }
}

const HEX = /^[0-9a-f]{64}$/i
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A proof that somebody pasted; null where it is none of a version that is known here. */
export function readProof(text: string): Proof | null {
  let read: Partial<Proof> | null
  try {
    read = JSON.parse(text) as Partial<Proof> | null
  } catch {
    return null
  }
  if (!read) return null
  const { version, envelope_id: id, kind, fen, count, seed, commitment, shares, best } = read
  const whole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0
  if (version !== 1 || typeof id !== 'string' || !ID.test(id) || !kind || !Object.hasOwn(LETTERS, kind)) return null
  if (!whole(fen) || !whole(count) || count > 100 || !HEX.test(seed ?? '') || !HEX.test(commitment ?? '')) return null
  if (!Array.isArray(shares) || !shares.every(whole) || (best !== null && !Number.isSafeInteger(best))) return null
  return read as Proof
}

/** The id of an envelope in what somebody pasted: the id itself, or a link that has it. */
export function readId(text: string): string | null {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0]?.toLowerCase() ?? null
}
