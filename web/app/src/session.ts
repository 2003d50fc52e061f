/** Who is signed in here. The cookie is the server's affair; this side only remembers that there is one. */
import { Refused, viewMe, viewMeQueryKey, type Myself } from '@kith/api'
import { dropSecrets } from './draft'
import { queries } from './queries'

/** Whose drafts and ids of deeds the session storage holds. */
const WRITER = 'kith.writer'

/** The signed-in person as far as it is known already. */
export function known(): Myself | undefined {
  return queries.getQueryData<Myself>(viewMeQueryKey())
}

let asking: Promise<Myself | null> | undefined

/** The signed-in person, or null. Asked once, then kept. */
export function me(): Promise<Myself | null> {
  const kept = known()
  if (kept) return Promise.resolve(kept)
  asking ??= ask().finally(() => (asking = undefined))
  return asking
}

async function ask(): Promise<Myself | null> {
  try {
    const { data } = await viewMe()
    write(data.person_id)
    queries.setQueryData(viewMeQueryKey(), data)
    return data
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 401) return null
    throw error
  }
}

/** The session is over: nothing that was read stays here, and no address. Drafts wait for the same person to come back. */
export function forget(): void {
  dropSecrets()
  // Who watches this answer, as the live channel does, sees it go. Taken out of the cache it would go unseen.
  queries.getQueryCache().find({ queryKey: viewMeQueryKey() })?.reset()
  queries.removeQueries({ predicate: ({ queryKey }) => !isMe(queryKey) })
  queries.getMutationCache().clear()
}

/** The person leaves: nothing that was written stays here either. */
export function leave(): void {
  forget()
  throwAway()
}

/** Somebody has signed in, who sees nothing that another one read or wrote here. */
export function enter(personId: string): void {
  forget()
  write(personId)
}

function isMe(queryKey: readonly unknown[]): boolean {
  return (queryKey[0] as { _id?: string } | undefined)?._id === 'viewMe'
}

function write(personId: string): void {
  if (sessionStorage.getItem(WRITER) === personId) return
  throwAway()
  sessionStorage.setItem(WRITER, personId)
}

function throwAway(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('kith.')) sessionStorage.removeItem(key)
}
