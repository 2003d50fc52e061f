/** The link to a person's page: made, and found in what somebody pasted. */
const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const LINK = new RegExp(`(?:^|/)people/(${ID})(?![0-9a-f-])`, 'i')

export function linkTo(personId: string, origin = location.origin): string {
  return `${origin}/app/people/${personId}`
}

/** Whose link this is; null when it is none. The site it names does not matter: the id is looked for on this one. */
export function personIn(text: string): string | null {
  return LINK.exec(text.trim())?.[1]?.toLowerCase() ?? null
}

export function isId(text: unknown): text is string {
  return typeof text === 'string' && new RegExp(`^${ID}$`, 'i').test(text)
}
