/** One conversation as it goes on: its messages, who is typing, and what is known of its other end. */
import { type Card, listMessages, type Message } from '@kith/api'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { isGone } from '../gone'
import { listen, listenAgain, noteRead, onStop, say, standing } from './live'
import type { Event } from './live/frames'
import { changeChat } from './live/lists'
import { tellRead } from './marks'
import { letters, onSent } from './outbox'
import { begin, hear, older, said, type Timeline } from './timeline'

const PAGE = 50
const MOST = 100
/** Whoever missed more than so many pages begins anew with the newest one. */
const PAGES = 5
const TYPING_MS = 5000

/** Conversations that were open in this window. */
const kept = new Map<string, Timeline>()
onStop(() => kept.clear())

export function useTalk(id: string) {
  const path = { conversation_id: id }
  const line = shallowRef<Timeline | undefined>(kept.get(id))
  const error = shallowRef<unknown>(null)
  const ended = ref(false)
  const filling = ref(false)
  const upward = ref(false)
  const typists = ref<readonly string[]>([])
  const stopTyping = new Map<string, ReturnType<typeof setTimeout>>()
  let running: Promise<void> | undefined
  let again = false

  watch(line, (now) => now && kept.set(id, now))

  async function read(): Promise<void> {
    let now = line.value
    for (let page = 0; now && page < PAGES; page++) {
      const { data } = await listMessages({ path, query: { since: now.revision, most: MOST } })
      now = hear(now, { ...data, conversation_id: id, after: now.revision }) ?? undefined
      line.value = now ?? line.value
      if (!data.more) return
    }
    line.value = begin((await listMessages({ path, query: { most: PAGE } })).data)
  }

  async function readWhole(): Promise<void> {
    try {
      do {
        again = false
        await read()
      } while (again)
      error.value = null
    } catch (fault) {
      if (isGone(fault)) ended.value = true
      else error.value = fault
    }
    filling.value = false
  }

  /** Read what is not known yet. */
  function sync(): Promise<void> {
    again = running !== undefined
    running ??= readWhole().finally(() => (running = undefined))
    return running
  }

  async function more(): Promise<void> {
    const now = line.value
    if (!now?.more || upward.value) return
    upward.value = true
    try {
      const { data } = await listMessages({ path, query: { before: now.items[0]?.seq ?? 1, most: PAGE } })
      if (line.value) line.value = older(line.value, data)
    } finally {
      upward.value = false
    }
  }

  function type(person: string): void {
    clearTimeout(stopTyping.get(person))
    typists.value = [...new Set([...typists.value, person])]
    stopTyping.set(
      person,
      setTimeout(() => rest(person), TYPING_MS),
    )
  }
  function rest(person: string): void {
    clearTimeout(stopTyping.get(person))
    stopTyping.delete(person)
    if (typists.value.includes(person)) typists.value = typists.value.filter((one) => one !== person)
  }

  const after = (): number | undefined => line.value?.revision
  /** It came into my list: somebody has said the first thing, or let me in again. */
  function comeBack(): void {
    ended.value = false
    listenAgain(id, { after })
    void sync()
  }

  function take(event: Event): void {
    if (event.type === 'ended') ended.value = true
    if (event.type === 'list' && ended.value) comeBack()
    if (event.type === 'typing') type(event.person_id)
    if (event.type !== 'messages') return
    for (const { sender_id } of event.items) rest(sender_id)
    const next = line.value && hear(line.value, event)
    if (next) line.value = next
    else if (line.value) void sync()
    filling.value = false
  }

  async function takeOwn(message: Message): Promise<void> {
    if (message.conversation_id !== id || !line.value) return
    const next = said(line.value, message)
    if (next) line.value = next
    else await sync()
  }

  /** I have seen everything up to this number. */
  function see(seq: number): void {
    changeChat(id, { read_seq: seq, unread: 0 })
    noteRead(id, seq)
    tellRead(id, seq)
  }

  const leave = listen(id, { after, hear: take })
  const unhear = onSent((message) => void takeOwn(message))
  watch(standing, (now, before) => {
    if (now === 'live' && before === 'away') filling.value = true
  })
  void sync()
  onScopeDispose(() => {
    leave()
    unhear()
    stopTyping.forEach((timer) => clearTimeout(timer))
  })

  return {
    line,
    error,
    ended,
    filling,
    upward,
    typists,
    sync,
    more,
    see,
    waiting: computed(() => letters.value.filter((one) => one.conversation === id)),
    people: computed<ReadonlyMap<string, Card>>(() => line.value?.people ?? new Map()),
    typing: () => void say({ type: 'typing', conversation_id: id }),
  }
}

export type Talk = ReturnType<typeof useTalk>
