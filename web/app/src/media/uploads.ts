/** Pictures on their way: each with its progress, to be tried again when it failed, and to be taken back. */
import { newId, type Picture, Refused, upload } from '@kith/api'
import { onScopeDispose, reactive } from 'vue'
import { useTrouble } from '../trouble'

export interface Upload {
  key: number
  /** What it may be called, the same at every try. */
  id: string
  file: Blob
  /** An address of it on this device. */
  preview: string
  /** Which part of it has gone, from 0 to 1. */
  part: number
  /** Why it failed; null while it is on its way. */
  why: string | null
  /** Whether the same file may come through at another try. */
  again: boolean
}

type How<Made> = (file: Blob, progress: (part: number) => void, signal: AbortSignal, id: string) => Promise<Made>

export function useUploads<Made = Picture>(
  done: (made: Made) => unknown,
  how: How<Made> = upload as How<unknown> as How<Made>,
): {
  list: Upload[]
  add: (file: Blob) => void
  retry: (one: Upload) => void
  drop: (one: Upload) => void
} {
  const list = reactive<Upload[]>([])
  const aborts = new Map<number, AbortController>()
  const { explain } = useTrouble()
  let next = 1

  async function send(one: Upload): Promise<void> {
    const abort = new AbortController()
    aborts.set(one.key, abort)
    Object.assign(one, { part: 0, why: null })
    try {
      await done(await how(one.file, (part) => (one.part = part), abort.signal, one.id))
      drop(one)
    } catch (error) {
      one.again = !(error instanceof Refused) || error.passing
      one.why = explain(error).text
    }
  }
  function drop(one: Upload): void {
    aborts.get(one.key)?.abort()
    aborts.delete(one.key)
    const at = list.findIndex(({ key }) => key === one.key)
    if (at >= 0) list.splice(at, 1)
    URL.revokeObjectURL(one.preview)
  }
  function add(file: Blob): void {
    list.push({ key: next++, id: newId(), file, preview: URL.createObjectURL(file), part: 0, why: null, again: true })
    const one = list.at(-1)
    if (one) void send(one)
  }
  onScopeDispose(() => [...list].forEach(drop))
  return { list, add, retry: (one) => void send(one), drop }
}
