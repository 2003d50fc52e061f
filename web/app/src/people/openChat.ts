/** Go to one's conversation with somebody. */
import { openConversation } from '@kith/api'
import { useRouter } from 'vue-router'
import { type Deed, useDeed } from '../deed'

export function useOpenChat(): Deed<string> {
  const router = useRouter()
  return useDeed(async (person: string) => {
    const { data } = await openConversation({ path: { person_id: person } })
    await router.push(`/chats/${data.conversation_id}`)
  })
}
