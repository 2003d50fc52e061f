/** What one can do when a gift is refused: the way on depends on what stands in its way. */
export type WayOn = 'goods' | 'variant' | 'friend' | 'person' | 'unpaid'

const WAYS: Record<string, readonly WayOn[]> = {
  door_closed: ['friend', 'goods'],
  not_friends: ['person', 'friend'],
  not_to_yourself: ['friend'],
  own_shop: ['goods'],
  not_for_sale: ['goods'],
  product_not_found: ['goods'],
  variant_not_found: ['variant', 'goods'],
  over_weekly_ceiling: ['goods'],
  sold_out: ['variant', 'goods'],
  too_many_unpaid: ['unpaid'],
}

/** The ways on from a refusal; none where it is not about this gift. */
export function waysOn(code: string): readonly WayOn[] {
  return WAYS[code] ?? []
}
