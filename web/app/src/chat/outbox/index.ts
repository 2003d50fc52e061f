/** The outbox of this window: what the signed-in person wrote here and is not sent yet. */
import { type Message, newId, Refused, sendMessage, upload } from '@kith/api'
import { reactive, shallowRef } from 'vue'
import type { Letter } from './letter'
import { Outbox } from './outbox'
import { lasting } from './shelves'

export const letters = shallowRef<readonly Letter[]>([])
/** Which part of a photo has gone, from 0 to 1, by its letter. */
export const parts = reactive(new Map<string, number>())
const sent = new Set<(message: Message) => void>()
let box: Promise<Outbox> | undefined
let whose = ''

/** Hear of each message that the server has taken. Returns how to hear no more. */
export function onSent(then: (message: Message) => void): () => void {
  sent.add(then)
  return () => void sent.delete(then)
}

async function send(letter: Letter, keep: () => Promise<void>): Promise<Message> {
  try {
    if (letter.photo && !letter.picture) {
      const part = (done: number): void => void parts.set(letter.id, done)
      letter.picture = (await upload(letter.photo, part, new AbortController().signal)).picture_id
      await keep()
    }
    const body = { message_id: letter.id, body: letter.body, picture_id: letter.picture }
    const { data } = await sendMessage({ path: { conversation_id: letter.conversation }, body })
    return data
  } catch (error) {
    // It waited for so long that the server has thrown the photo away; the next try sends it again.
    if (error instanceof Refused && error.code === 'picture_not_found') letter.picture = null
    throw error
  } finally {
    parts.delete(letter.id)
  }
}

async function make(): Promise<Outbox> {
  const made: Outbox = new Outbox(await lasting(), {
    send,
    changed: () => (letters.value = made.letters),
    sent: (_, message) => sent.forEach((then) => then(message)),
  })
  return made
}

export async function openOutbox(writer: string): Promise<void> {
  whose = writer
  box ??= make()
  await (await box).begin(writer)
}

/** The person is gone: nothing that was written stays. */
export async function closeOutbox(): Promise<void> {
  const old = box
  box = undefined
  letters.value = []
  await (await old)?.close()
}

export async function write(conversation: string, body: string, photo: Blob | null = null): Promise<void> {
  box ??= make()
  const letter: Letter = { id: newId(), conversation, writer: whose, body, photo, picture: null, refused: null }
  await (await box).add(letter)
}

export const retry = async (id: string): Promise<void> => (await box)?.retry(id)
export const takeBack = async (id: string): Promise<void> => (await box)?.remove(id)
export const wakeOutbox = async (): Promise<void> => (await box)?.wake()
