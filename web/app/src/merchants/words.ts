/** A shop's own words for its goods, in the language of whoever looks. */
import { useI18n } from '@kith/i18n'

const NAMED = ['color', 'size', 'material', 'pattern']

export function useGoodsWords(): { described: (options: Record<string, string>) => string } {
  const { t } = useI18n()

  return {
    described: (options) =>
      Object.entries(options)
        .map(([name, value]) =>
          NAMED.includes(name) ? t('merchants.option', { name: t(`merchants.options.${name}`), value }) : value,
        )
        .join(' · '),
  }
}
