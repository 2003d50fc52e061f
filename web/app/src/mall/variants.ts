/** Choosing among the variants of a product: one value for each of its options. */
import type { GoodsVariant } from '@kith/api'

export interface Dimension {
  name: string
  values: { value: string; available: boolean }[]
}

/** The options of a product in the order in which the shop names them, with all their values. */
export function dimensions(variants: readonly GoodsVariant[]): Dimension[] {
  const found = new Map<string, Map<string, boolean>>()
  for (const { options, available } of variants) {
    for (const [name, value] of Object.entries(options)) {
      const values = found.get(name) ?? new Map<string, boolean>()
      values.set(value, Boolean(values.get(value)) || available)
      found.set(name, values)
    }
  }
  return [...found].map(([name, values]) => ({
    name,
    values: [...values].map(([value, available]) => ({ value, available })),
  }))
}

/** The variant to begin with: the one asked for, else the first that can be had, else the first. */
export function first(variants: readonly GoodsVariant[], sku: string | undefined): GoodsVariant | undefined {
  return variants.find((one) => one.sku_id === sku) ?? variants.find((one) => one.available) ?? variants[0]
}

/** The variant with `value` that keeps most of what was chosen before; one that can be had comes first. */
export function choose(
  variants: readonly GoodsVariant[],
  before: GoodsVariant,
  name: string,
  value: string,
): GoodsVariant {
  const kept = (one: GoodsVariant): number =>
    Object.entries(before.options).filter(([other, had]) => other !== name && one.options[other] === had).length
  const fitting = variants.filter((one) => one.options[name] === value)
  return fitting.sort((a, b) => Number(b.available) - Number(a.available) || kept(b) - kept(a))[0] ?? before
}

/** What makes a variant differ from its sisters, in a line. */
export function described(options: Record<string, string>): string {
  return Object.values(options).join(' · ')
}
