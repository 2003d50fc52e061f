/** Questions and short messages from anywhere in the application, shown by one `Asker` at its root. */
import { reactive, shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  yes: string
  no: string
  danger?: boolean
}

export interface Message {
  id: number
  text: string
  kind: 'good' | 'bad' | 'plain'
}

export const question = shallowRef<{ asked: Question; answer: (yes: boolean) => void } | null>(null)
export const messages = reactive<Message[]>([])
/** Long enough to be read: a while for any message, and more for each sign of it. */
const SHOWN_MS = 4000
const SIGN_MS = 70
let next = 1

/** Ask yes or no; whatever closes the question means no. */
export function ask(asked: Question): Promise<boolean> {
  question.value?.answer(false)
  return new Promise((resolve) => {
    question.value = {
      asked,
      answer: (yes) => {
        question.value = null
        resolve(yes)
      },
    }
  })
}

/** Tell something in passing; it is read out and goes away by itself. */
export function tell(text: string, kind: Message['kind'] = 'plain'): void {
  const message = { id: next++, text, kind }
  messages.push(message)
  setTimeout(
    () => {
      const at = messages.findIndex((one) => one.id === message.id)
      if (at >= 0) messages.splice(at, 1)
    },
    SHOWN_MS + text.length * SIGN_MS,
  )
}
