/** Where letters wait: in the database of this browser, or, where it gives none, only as long as the page. */
import type { Letter, Shelf } from './letter'

const NAME = 'kith.outbox'
const STORE = 'letters'

export function inMemory(): Shelf {
  const kept = new Map<string, Letter>()
  return {
    all: () => Promise.resolve([...kept.values()]),
    has: (id) => Promise.resolve(kept.has(id)),
    put: (letter) => Promise.resolve(void kept.set(letter.id, letter)),
    remove: (id) => Promise.resolve(void kept.delete(id)),
    clear: () => Promise.resolve(kept.clear()),
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the database of this browser fails')))
  })
}

async function database(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { keyPath: 'id' }))
  return answer(request)
}

/** The shelf that outlives a reload, if this browser has one. */
export async function lasting(): Promise<Shelf> {
  let base: IDBDatabase
  try {
    base = await database()
  } catch {
    return inMemory()
  }
  const store = (mode: IDBTransactionMode): IDBObjectStore => base.transaction(STORE, mode).objectStore(STORE)
  return {
    all: () => answer<Letter[]>(store('readonly').getAll()),
    has: async (id) => (await answer(store('readonly').count(id))) > 0,
    put: async (letter) => void (await answer(store('readwrite').put(letter))),
    remove: async (id) => void (await answer(store('readwrite').delete(id))),
    clear: async () => void (await answer(store('readwrite').clear())),
  }
}
