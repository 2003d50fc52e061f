/** What somebody looks for in the mall, as it stands in the address, so that back, reload and a shared link keep it. */
import type { GoodsCard, ListGoodsData, Goods } from '@kith/api'
import type { LocationQuery } from 'vue-router'

export type Category = GoodsCard['category']
export type Occasion = Goods['occasions'][number]
export type Sort = 'new' | 'price_up' | 'price_down'

export const CATEGORIES: readonly Category[] = ['flowers', 'home', 'beauty', 'digital', 'jewellery']
export const OCCASIONS: readonly Occasion[] = [
  'birthday',
  'thanks',
  'anniversary',
  'housewarming',
  'wedding',
  'graduation',
  'new_baby',
  'get_well',
  'sorry',
  'valentine',
  'qixi',
  'mothers_day',
  'fathers_day',
  'mid_autumn',
  'spring_festival',
]
export const SORTS: readonly Sort[] = ['new', 'price_up', 'price_down']

/** Prices in yuan, as people write them; null where there is no bound. */
export interface Wanted {
  q: string
  category: Category | null
  occasion: Occasion | null
  min: number | null
  max: number | null
  sort: Sort | null
}

const LONGEST = 64

function text(value: LocationQuery[string] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? ''
}

function one<T extends string>(value: LocationQuery[string] | undefined, of: readonly T[]): T | null {
  return of.find((each) => each === text(value)) ?? null
}

/** A number of whole yuan, or null for whatever is none. */
export function yuan(value: string): number | null {
  return /^\d{1,7}$/.test(value.trim()) ? Number(value) : null
}

export function wantedOf(query: LocationQuery): Wanted {
  return {
    q: text(query.q).slice(0, LONGEST),
    category: one(query.category, CATEGORIES),
    occasion: one(query.occasion, OCCASIONS),
    min: yuan(text(query.min)),
    max: yuan(text(query.max)),
    sort: one(query.sort, SORTS),
  }
}

/** The address that says this; what is not wanted does not stand in it. */
export function addressOf(wanted: Wanted): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted)
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => [name, String(value)]),
  )
}

export function isOpen(wanted: Wanted): boolean {
  return !Object.keys(addressOf(wanted)).length
}

/** The question to the server. */
export function question(wanted: Wanted): NonNullable<ListGoodsData['query']> {
  return {
    ...(wanted.q && { q: wanted.q }),
    ...(wanted.category && { category: wanted.category }),
    ...(wanted.occasion && { occasion: wanted.occasion }),
    ...(wanted.min !== null && { min_fen: wanted.min * 100 }),
    ...(wanted.max !== null && { max_fen: wanted.max * 100 }),
    ...(wanted.sort && { sort: wanted.sort }),
  }
}

/** Occasions of the season, the nearest first, and then those of every day. */
export function inSeason(now: Date): readonly [Occasion, Occasion] {
  const SEASON: readonly (Occasion | null)[] = [
    'spring_festival',
    'valentine',
    null,
    null,
    'mothers_day',
    'fathers_day',
    'graduation',
    'qixi',
    'mid_autumn',
    null,
    null,
    null,
  ]
  return [SEASON[now.getMonth()] ?? 'thanks', 'birthday']
}
