/** Telling the server how far I have read: each number once, over the line or, where there is none, by itself. */
import { markRead } from '@kith/api'
import { watch } from 'vue'
import { say, standing } from './live'

const told = new Map<string, number>()
// What was told over a line that broke may not have arrived.
watch(standing, () => told.clear())

export function tellRead(id: string, seq: number): void {
  if ((told.get(id) ?? 0) >= seq) return
  told.set(id, seq)
  if (say({ type: 'read', conversation_id: id, seq })) return
  void markRead({ path: { conversation_id: id }, body: { seq } }).catch(() => told.delete(id))
}
