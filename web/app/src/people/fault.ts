/** Lead to the first field that is wrong: whoever cannot see the page is told about it there. */
import { nextTick } from 'vue'

export async function showFault(within: HTMLElement | undefined): Promise<void> {
  await nextTick()
  within?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
}
