/**
 * The commitments that this device saw while envelopes could still be opened: what they are compared with afterwards does
 * not come from the server that is to be checked.
 */
const KEY = 'kith.commitments'
const ROOM = 100

function kept(): [id: string, commitment: string][] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(read) ? (read as [string, string][]) : []
  } catch {
    return []
  }
}

/** Only what was seen first counts. */
export function noteCommitment(id: string, commitment: string): void {
  const all = kept()
  if (all.some(([one]) => one === id)) return
  localStorage.setItem(KEY, JSON.stringify([...all, [id, commitment]].slice(-ROOM)))
}

export function seenCommitment(id: string): string | null {
  return kept().find(([one]) => one === id)?.[1] ?? null
}
