/** Names of the covers of envelopes; `Cover` draws them. */
export const covers = ['classic', 'blossom', 'clouds', 'waves', 'night', 'bamboo'] as const

export type CoverName = (typeof covers)[number]

/** The cover of that name, the first one for a name that this client does not know. */
export function coverOf(name: string): CoverName {
  return covers.find((one) => one === name) ?? covers[0]
}
