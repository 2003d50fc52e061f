/** Who is signed in here. The cookie is the server's affair; this side only remembers that there is one. */
import { Refused, viewMe, viewMeQueryKey, type Myself } from '@kith/api'
import { queries } from './queries'

/** The signed-in person as far as it is known already. */
export function known(): Myself | undefined {
  return queries.getQueryData<Myself>(viewMeQueryKey())
}

/** The signed-in person, or null. Asked once, then kept. */
export async function me(): Promise<Myself | null> {
  const kept = known()
  if (kept) return kept
  try {
    const { data } = await viewMe()
    queries.setQueryData(viewMeQueryKey(), data)
    return data
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 401) return null
    throw error
  }
}

/** The session is over: nothing that was read stays here. */
export function forget(): void {
  queries.clear()
}
