/** What is being filled in: it outlives a reload and a lost session, and goes when its person leaves or is done with it. */
import { reactive, toRaw, watch } from 'vue'

export interface Draft<Fields> {
  fields: Fields
  /** Done with it: the next one begins anew. */
  drop: () => void
}

/** The draft of this name, or a fresh one. Called while a screen is set up. Nothing secret belongs into it. */
export function useDraft<Fields extends object>(name: string, fresh: Fields): Draft<Fields> {
  const key = `kith.draft.${name}`
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

function kept(key: string): object {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}')
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {}
  }
}
