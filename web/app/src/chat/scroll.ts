/**
 * A list that grows at both ends and never jumps. It is laid out from below, so that its place is counted from the newest
 * message: what comes above moves nothing, and whoever is at the end stays there.
 */
import { nextTick, onMounted, ref, watch, type Ref } from 'vue'

/** So near to the end one is at it. */
const NEAR_PX = 48
/** So far from the beginning, older messages are fetched. */
const AHEAD_PX = 700

export function useScroll(
  box: Ref<HTMLElement | null>,
  /** What stands last, and changes when something comes after it. */
  last: () => string | undefined,
  onTop: () => void,
): { atEnd: Ref<boolean>; look: () => void; toEnd: () => void } {
  const atEnd = ref(true)

  function look(): void {
    const one = box.value
    if (!one) return
    const below = -one.scrollTop
    atEnd.value = below < NEAR_PX
    if (one.scrollHeight - one.clientHeight - below < AHEAD_PX) onTop()
  }
  function toEnd(): void {
    box.value?.scrollTo({ top: 0 })
    atEnd.value = true
  }

  let before = 0
  watch(last, () => (before = box.value?.scrollHeight ?? 0), { flush: 'pre' })
  watch(
    last,
    async () => {
      const one = box.value
      // Whoever reads further up goes on reading there.
      if (one && !atEnd.value && before) one.scrollTop -= one.scrollHeight - before
      await nextTick()
      look()
    },
    { flush: 'post' },
  )
  onMounted(look)
  return { atEnd, look, toEnd }
}
