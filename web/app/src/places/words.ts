/** Distances, times and filters of nearby in the person's words. */
import type { Neighbour } from '@kith/api'
import { useI18n } from '@kith/i18n'
import type { Side, Wanted } from './wanted'

export function useNearWords(): {
  band: (km: Neighbour['band_km']) => string
  active: (within: Neighbour['active']) => string
  side: (wanted: Wanted, side: Side) => string
} {
  const { t } = useI18n()

  function age({ from, to }: Wanted): string {
    if (from === null) return t('places.filters.upTo', { to })
    return to === null ? t('places.filters.atLeast', { from }) : t('places.filters.between', { from, to })
  }
  return {
    band: (km) => (km === null ? t('places.list.hidden') : t('places.list.within', { km })),
    active: (within) => t(`places.active.${within}`),
    side: (wanted, side) => {
      if (side === 'gender') return t(`people.gender.${wanted.gender}`)
      return side === 'age' ? age(wanted) : t(`places.filters.active.${wanted.active}`)
    },
  }
}

/** A few of somebody's interests, those first that one shares. */
export function liked(
  theirs: readonly string[],
  mine: readonly string[],
  few = 3,
): { word: string; shared: boolean }[] {
  const own = new Set(mine.map((word) => word.toLowerCase()))
  const all = theirs.map((word) => ({ word, shared: own.has(word.toLowerCase()) }))
  return [...all.filter((one) => one.shared), ...all.filter((one) => !one.shared)].slice(0, few)
}
