/** The way back: to where one came from; a page that was opened by its link goes to the page above it. */
import { useRouter } from 'vue-router'

export function useBack(): (above: string | undefined) => Promise<void> {
  const router = useRouter()
  return async (above) => {
    if (window.history.state?.back) router.back()
    else if (above) await router.replace(above)
  }
}
