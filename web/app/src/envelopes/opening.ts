/**
 * Opening an envelope: the same claim is asked again until there is an answer, and the server answers it the same however
 * often it is asked.
 */
import { openEnvelope, type Taken, Unanswered } from '@kith/api'

const WAITS_MS = [400, 1200, 3000]

function rest(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

/** The share, or the refusal, or `Unanswered` when nothing was heard for a while. */
export async function claim(id: string, password: string | null): Promise<Taken> {
  for (const wait of WAITS_MS) {
    try {
      return await once(id, password)
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      await rest(wait)
    }
  }
  return once(id, password)
}

async function once(id: string, password: string | null): Promise<Taken> {
  return (await openEnvelope({ path: { envelope_id: id }, body: { password } })).data
}
