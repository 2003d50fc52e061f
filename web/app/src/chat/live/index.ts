/**
 * The live line of this window: who has something to tell of a conversation is heard here, and what is unread is counted
 * for all screens.
 */
import { type News, type Place, type Unread } from '@kith/api'
import { ref, shallowReactive } from 'vue'
import { AWAY_MS, refresh } from '../../live'
import { unread } from '../../unread'
import { learnTime } from '../../when'
import { closeOutbox, openOutbox, wakeOutbox } from '../outbox'
import type { Command, Event } from './frames'
import { Line, type Standing } from './line'
import { changeChat, dropChat, knownChat, readAgain, tellLast } from './lists'
import { Tally } from './tally'
import { socket, stream } from './wires'

export interface Listener {
  /** Up to where it knows the conversation. */
  after: () => number | undefined
  hear: (event: Event) => void
}

export const standing = ref<Standing>('off')
export const totals = ref<Unread>({ chats: 0, greetings: 0 })
/** How far what is on cards has come since it was read, as far as that was heard. */
export const steps = shallowReactive(new Map<string, number>())
/** Grows whenever something unread was counted anew. */
const counts = ref(0)
/** What is read again when somebody joined or left, or a group has another name. */
const MEMBERS = ['viewGroup', 'listMembers', 'viewConversation']
const listeners = new Map<string, Set<Listener>>()
/** Up to where each group was heard. */
const heard = new Map<string, number>()
const closing = new Set<() => void>()
let tally = new Tally()

const line = new Line({ socket, stream }, { event: take, standing: (now) => (standing.value = now) })

function take(event: Event): void {
  if (event.type === 'ready') {
    learnTime(event.now)
    void wakeOutbox()
  } else if (event.type === 'list') {
    const moved = tally.listed(event)
    // A group that is on the screen may have changed before it was followed.
    if (moved.filter(followGroup).length) refresh(...MEMBERS)
    tellMoved(event.items, moved)
    for (const { conversation_id, box } of event.items) {
      if (box !== 'nowhere') listeners.get(conversation_id)?.forEach((one) => one.hear(event))
    }
    count()
  } else if (event.type === 'messages') {
    takeNews(event)
  } else if (event.type === 'read') {
    const known = knownChat(event.conversation_id)
    if (known && event.person_id === known.person?.person_id) {
      changeChat(event.conversation_id, { other_read_seq: event.read_seq })
    }
  } else if (event.type === 'progress') {
    steps.set(event.ref, Math.max(event.step, steps.get(event.ref) ?? 0))
  } else if (event.type === 'ended') {
    line.unfollow(event.conversation_id)
    tally.drop(event.conversation_id)
    dropChat(event.conversation_id)
    count()
  }
  if ('conversation_id' in event) listeners.get(event.conversation_id)?.forEach((one) => one.hear(event))
}

function takeNews(news: News): void {
  heard.set(news.conversation_id, Math.max(news.revision, heard.get(news.conversation_id) ?? 0))
  for (const { seq, sender_id, kind } of news.items) {
    // What one does is noted in a group, and read by oneself only when one looks.
    tally.said(news.conversation_id, seq, sender_id === knownId && kind !== 'notice' && kind !== 'card')
  }
  if (!news.items.length) return
  if (news.items.some(({ kind }) => kind === 'notice')) refresh(...MEMBERS)
  tellLast(news)
  count()
}

/** The first list after each connection tells what was missed; later ones what has changed. */
function tellMoved(items: readonly Place[], moved: readonly Place[]): void {
  for (const { conversation_id: id, muted, read_seq } of items) {
    const known = knownChat(id)
    if (known && (known.muted !== muted || known.read_seq !== read_seq)) changeChat(id, { muted, read_seq })
  }
  const gone = items.filter(({ box }) => box === 'nowhere')
  for (const { conversation_id } of gone) dropChat(conversation_id)
  const behind = moved.filter(({ conversation_id, last_seq, box }) => {
    const known = knownChat(conversation_id)
    return box !== 'nowhere' && (!known || known.last_seq < last_seq || known.greeting !== (box === 'greetings'))
  })
  const boxed = items.filter(({ conversation_id, box }) => {
    const known = knownChat(conversation_id)
    return known && box !== 'nowhere' && known.greeting !== (box === 'greetings')
  })
  readAgain([...new Set([...behind, ...boxed].map((one) => one.conversation_id))])
}

/**
 * The server lists a group anew for other reasons than what is said in it: who wants to know that follows it. Whether it was
 * not followed before.
 */
function followGroup({ conversation_id: id, kind, box, revision }: Place): boolean {
  if (kind !== 'group' || box !== 'chats' || heard.has(id)) return false
  heard.set(id, revision)
  if (!listeners.has(id)) line.follow(id, () => heard.get(id))
  return true
}

function count(): void {
  totals.value = tally.total()
  unread.value = totals.value.chats + totals.value.greetings
  counts.value += 1
}

let knownId = ''

/** Hear what happens in a conversation. Returns how to hear no more. */
export function listen(id: string, listener: Listener): () => void {
  const mine = listeners.get(id) ?? new Set()
  listeners.set(id, mine.add(listener))
  line.follow(id, listener.after)
  return () => {
    mine.delete(listener)
    if (mine.size) return
    listeners.delete(id)
    if (tally.places.get(id)?.kind === 'group') line.follow(id, () => heard.get(id))
    else line.unfollow(id)
  }
}

/** Hear a conversation that was not there for me before, or not any more. */
export function listenAgain(id: string, { after }: Pick<Listener, 'after'>): void {
  line.follow(id, after)
}

/** Say it, if the line can; whether it could. */
export function say(command: Command): boolean {
  return line.say(command)
}

/** How much of a conversation is unread, as far as that is known here. */
export function unreadOf(id: string): number | undefined {
  return counts.value >= 0 ? tally.of(id) : undefined
}

/** I have read up to here. */
export function noteRead(id: string, seq: number): void {
  tally.read(id, seq)
  count()
}

/** Do this when the person is gone. */
export function onStop(then: () => void): void {
  closing.add(then)
}

let leaving: ReturnType<typeof setTimeout> | undefined
function look(): void {
  clearTimeout(leaving)
  if (document.visibilityState === 'visible') awake()
  else leaving = setTimeout(lose, AWAY_MS)
}
function awake(): void {
  if (!navigator.onLine || !knownId) return
  line.open()
  void wakeOutbox()
}
const lose = (): void => line.lose()

/** Be live for this person. */
export async function start(personId: string): Promise<void> {
  if (knownId === personId) return
  knownId = personId
  window.addEventListener('online', awake)
  window.addEventListener('offline', lose)
  document.addEventListener('visibilitychange', look)
  await openOutbox(personId)
  if (knownId === personId) awake()
}

/** Nobody is signed in any more. */
export async function stop(): Promise<void> {
  if (!knownId) return
  knownId = ''
  window.removeEventListener('online', awake)
  window.removeEventListener('offline', lose)
  document.removeEventListener('visibilitychange', look)
  clearTimeout(leaving)
  line.close()
  tally = new Tally()
  heard.clear()
  steps.clear()
  closing.forEach((then) => then())
  count()
  await closeOutbox()
}
