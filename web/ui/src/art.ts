/** Names of our drawings; `Art` draws them. */
export const arts = [
  'hello',
  'friends',
  'giftbox',
  'parcel',
  'search',
  'offline',
  'broken',
  'soon',
  'shop',
  'done',
] as const

export type ArtName = (typeof arts)[number]
