/** How many messages wait to be read, on the tab of the chats. */
import { ref } from 'vue'

export const unread = ref(0)
