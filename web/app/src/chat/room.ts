/** How much room there is: beside each other on a desktop, and above the keyboard of a phone. */
import { onScopeDispose, ref, type Ref } from 'vue'

/** Less than this is taken by the bars of a browser, and not by a keyboard. */
const KEYBOARD_PX = 120

export function useWide(): Ref<boolean> {
  const media = matchMedia('(min-width: 68rem)')
  const wide = ref(media.matches)
  const look = (): void => void (wide.value = media.matches)
  media.addEventListener('change', look)
  onScopeDispose(() => media.removeEventListener('change', look))
  return wide
}

/** Whether what is typed with is a keyboard with a key for a new line that is not the one that sends. */
export function hasKeyboard(): boolean {
  return matchMedia('(hover: hover) and (pointer: fine)').matches
}

/** `--seen` is the height above the keyboard, where a browser puts it over the page. */
export function useSeenHeight(): void {
  const seen = window.visualViewport
  if (!seen) return
  const root = document.documentElement.style
  const look = (): void => {
    if (window.innerHeight - seen.height > KEYBOARD_PX && seen.scale === 1) {
      root.setProperty('--seen', `${seen.height}px`)
      window.scrollTo(0, 0)
    } else {
      root.removeProperty('--seen')
    }
  }
  seen.addEventListener('resize', look)
  onScopeDispose(() => {
    seen.removeEventListener('resize', look)
    root.removeProperty('--seen')
  })
}
