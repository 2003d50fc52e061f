/** Whom somebody would like to see nearby. It is remembered on this device, for each person apart. */
import type { ListNearbyData, Neighbour } from '@kith/api'
import { ref, watch, type Ref } from 'vue'

export type Gender = Neighbour['person']['gender']
export type Within = Neighbour['active']

export const GENDERS: readonly Gender[] = ['female', 'male', 'other']
export const WITHIN: readonly Within[] = ['15m', '1h', '1d', '3d']
export const AGES: readonly number[] = [18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 60, 70]

export interface Wanted {
  gender: Gender | null
  /** From this age on; null for any. */
  from: number | null
  /** Up to this age; null for any. */
  to: number | null
  active: Within
}

/** The sides on which it can be narrow. */
export type Side = 'gender' | 'age' | 'active'

export const ANYBODY: Wanted = { gender: null, from: null, to: null, active: '3d' }

const OPEN: Record<Side, Partial<Wanted>> = {
  gender: { gender: null },
  age: { from: null, to: null },
  active: { active: '3d' },
}

/** On which sides it leaves somebody out. */
export function narrow(wanted: Wanted): Side[] {
  const sides: Side[] = []
  if (wanted.gender) sides.push('gender')
  if (wanted.from !== null || wanted.to !== null) sides.push('age')
  if (wanted.active !== '3d') sides.push('active')
  return sides
}

/** The same, open on this side. */
export function opened(wanted: Wanted, side: Side): Wanted {
  return { ...wanted, ...OPEN[side] }
}

/** With the younger age first. */
export function ordered(wanted: Wanted): Wanted {
  const { from, to } = wanted
  return from !== null && to !== null && from > to ? { ...wanted, from: to, to: from } : wanted
}

/** The question to the server. */
export function question(wanted: Wanted): NonNullable<ListNearbyData['query']> {
  return {
    ...(wanted.gender && { gender: wanted.gender }),
    ...(wanted.from !== null && { min_age: wanted.from }),
    ...(wanted.to !== null && { max_age: wanted.to }),
    ...(wanted.active !== '3d' && { active: wanted.active }),
  }
}

/** What was written down, as far as it can be understood. */
export function understood(written: string | null): Wanted {
  let kept: Partial<Record<keyof Wanted, unknown>>
  try {
    kept = Object(JSON.parse(written ?? '{}'))
  } catch {
    return ANYBODY
  }
  const one = <T>(value: unknown, of: readonly T[]): T | null => of.find((each) => each === value) ?? null
  return ordered({
    gender: one(kept.gender, GENDERS),
    from: one(kept.from, AGES),
    to: one(kept.to, AGES),
    active: one(kept.active, WITHIN) ?? '3d',
  })
}

/** What this person wants, as last chosen here. */
export function useWanted(personId: string): Ref<Wanted> {
  const key = `kith.nearby.${personId}`
  let written: string | null = null
  try {
    written = localStorage.getItem(key)
  } catch {
    // Storage may be forbidden; what is chosen then lasts as long as the page.
  }
  const wanted = ref(understood(written))
  watch(wanted, (now) => {
    try {
      localStorage.setItem(key, JSON.stringify(now))
    } catch {
      // As above.
    }
  })
  return wanted
}
