/** What is being filled in: it outlives a reload and a lost session, and goes when its person leaves or is done with it. */
import { reactive, toRaw, watch } from 'vue'

const SECRET = 'kith.secret.'

export interface Draft<Fields> {
  fields: Fields
  /** Done with it: the next one begins anew. */
  drop: () => void
}

/** The draft of this name, or a fresh one. Called while a screen is set up. A secret one goes when the session ends. */
export function useDraft<Fields extends object>(name: string, fresh: Fields, secret = false): Draft<Fields> {
  const key = `${secret ? SECRET : 'kith.draft.'}${name}`
  const fields = reactive({ ...fresh, ...kept(key) }) as Fields
  const stop = watch(fields, () => sessionStorage.setItem(key, JSON.stringify(toRaw(fields))))
  return {
    fields,
    drop: () => {
      stop()
      sessionStorage.removeItem(key)
    },
  }
}

/** Throw away what only a signed-in person may have lying here. */
export function dropSecrets(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(SECRET)) sessionStorage.removeItem(key)
}

function kept(key: string): object {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}')
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {}
  }
}
