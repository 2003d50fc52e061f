/** A group in a few words. */
import type { GroupView } from '@kith/api'
import { useI18n } from '@kith/i18n'

export function useGroupWords(): {
  size: (group: Pick<GroupView, 'members' | 'most'>) => string
  /** How near it is; nothing where that is not known. */
  band: (group: Pick<GroupView, 'band_km'>) => string | undefined
} {
  const { t } = useI18n()
  return {
    size: ({ members, most }) => t('groups.size', { n: members, most }),
    band: ({ band_km }) => (band_km ? t('groups.within', { km: band_km }) : undefined),
  }
}
