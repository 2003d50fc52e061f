/**
 * A gift that is being put together. Who gets what stands in the address; the words, the paper and the window are kept
 * here with it, so that a reload, going back and coming later find everything as it was left.
 */
import type { NewGift } from '@kith/api'
import { reactive, watch } from 'vue'
import type { LocationQuery } from 'vue-router'
import { known } from '../../session'

export type Wrapping = NonNullable<NewGift['wrapping']>
export type WindowDays = NonNullable<NewGift['window_days']>

export const WRAPPINGS: readonly Wrapping[] = ['classic', 'birthday', 'festive', 'none']
export const WINDOWS: readonly WindowDays[] = [1, 3, 7, 14, 30]
/** How many days friends may pay. */
export const COLLECT_DAYS: readonly number[] = [1, 3, 7]
export const LONGEST_MESSAGE = 500

/** Midnight after the coming night, as a date field says it: when a birthday begins. */
export function midnight(now: number): string {
  const day = new Date(now)
  day.setDate(day.getDate() + 1)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T00:00`
}

/** What stands in the address. */
export interface Chosen {
  to?: string
  goods?: string
  sku?: string
}

export interface Draft extends Chosen {
  message: string
  wrapping: Wrapping
  window_days: WindowDays
  /** How many days friends may pay; null when the giver pays alone. */
  collect_days: number | null
  /** When it is to arrive, on this device's clock, as its date field says it; empty for at once. */
  send_at: string
  pay: NonNullable<NewGift['pay']>
  anonymous: boolean
}

const KEY = 'kith.draft.give'
const FRESH: Draft = {
  message: '',
  wrapping: 'classic',
  window_days: 3,
  collect_days: null,
  send_at: '',
  pay: 'now',
  anonymous: false,
}

/** Whose draft it is: what somebody else began in this window is none of the next one's business. */
let owner: string | undefined

export const draft = reactive<Draft>({ ...FRESH })
watch(draft, (now) => owner && sessionStorage.setItem(KEY, JSON.stringify({ ...now, by: owner })), { flush: 'sync' })

/** Take up what the signed-in person left here. */
export function openDraft(): void {
  const somebody = known()?.person_id
  if (somebody === owner) return
  owner = undefined
  clearDraft()
  try {
    const { by, ...kept } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Draft & { by?: string }
    if (by === somebody) Object.assign(draft, kept)
  } catch {
    // What cannot be read is begun anew.
  }
  owner = somebody
}

/** Begin anew: the gift was given, or another one is meant. */
export function clearDraft(): void {
  Object.assign(draft, { to: undefined, goods: undefined, sku: undefined, ...FRESH })
}

export function chosen(query: LocationQuery): Chosen {
  const text = (name: keyof Chosen): string | undefined => {
    const value = query[name]
    return typeof value === 'string' && value ? value : undefined
  }
  return tidy({ to: text('to'), goods: text('goods'), sku: text('sku') })
}

function tidy(some: { [K in keyof Chosen]?: string | undefined }): Chosen {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value)) as Chosen
}

/** What the kept draft says, for an address that says nothing. */
export function resumed(): Chosen {
  return tidy({ to: draft.to, goods: draft.goods, sku: draft.sku })
}

/** The first thing that is still missing. */
export function nextStep(have: Chosen): { path: string; query: Record<string, string> } {
  const query = { ...have } as Record<string, string>
  if (!have.to) return { path: '/give/friend', query }
  if (have.goods && have.sku) return { path: '/give/card', query }
  if (have.goods) return { path: `/goods/${have.goods}`, query: { to: have.to } }
  return { path: '/give/goods', query: { to: have.to } }
}

/** A message that was meant for one friend is not sent to another. */
export function meant(to: string, sameGift: boolean): void {
  if (draft.to && draft.to !== to && !sameGift) clearDraft()
  draft.to = to
}
