import { type Message, type Problem, Refused, Unanswered } from '@kith/api'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Letter, Shelf } from './letter'
import { Outbox } from './outbox'
import { inMemory } from './shelves'

function letter(id: string, conversation = 'a', writer = 'ann'): Letter {
  return { id, conversation, writer, body: id, photo: null, picture: null, refused: null }
}
function problem(code: string, status: number, facts: Problem['facts'] = null): Problem {
  return { type: 'about:blank', title: '', status, code, detail: '', facts }
}
const MESSAGE = { seq: 1 } as Message

let shelf: Shelf
let reached: string[]
let answers: (() => Promise<Message>)[]

function outbox(): Outbox {
  return new Outbox(shelf, {
    send: async ({ id }) => {
      reached.push(id)
      return (answers.shift() ?? (() => Promise.resolve(MESSAGE)))()
    },
    changed: () => undefined,
    sent: () => undefined,
  })
}
const no = (error: Error) => () => Promise.reject(error)
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  shelf = inMemory()
  reached = []
  answers = []
})
afterEach(() => vi.useRealTimers())

describe('the outbox', () => {
  test('sends in the order of writing, one after the other in each conversation', async () => {
    let release = (): void => undefined
    answers = [() => new Promise((resolve) => (release = () => resolve(MESSAGE)))]
    const box = outbox()
    await box.add(letter('1'))
    await box.add(letter('2'))
    await box.add(letter('3', 'b'))
    await settle()
    expect(reached).toEqual(['1', '3'])
    release()
    await settle()
    expect(reached).toEqual(['1', '3', '2'])
    expect(await shelf.all()).toEqual([])
    expect(box.letters).toEqual([])
  })

  test('keeps what got no answer, and sends it again under the same id', async () => {
    answers = [no(new Unanswered()), no(new Unanswered())]
    const box = outbox()
    await box.add(letter('1'))
    await box.add(letter('2'))
    await settle()
    expect(reached).toEqual(['1'])
    expect(await shelf.all()).toHaveLength(2)
    box.wake()
    await settle()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(reached).toEqual(['1', '1', '1', '2'])
    expect(box.letters).toEqual([])
  })

  test('goes on after a reload, as the person whose letters they are', async () => {
    await shelf.put(letter('2'))
    await shelf.put(letter('1'))
    await shelf.put(letter('3', 'a', 'bo'))
    const box = outbox()
    await box.begin('ann')
    await settle()
    expect(reached).toEqual(['1', '2'])
    expect(await shelf.all()).toEqual([])
  })

  test('shows what was refused, does not hold up the next, and sends it again when asked to', async () => {
    answers = [no(new Refused(problem('words_not_allowed', 403)))]
    const box = outbox()
    await box.add(letter('1'))
    await box.add(letter('2'))
    await settle()
    expect(reached).toEqual(['1', '2'])
    expect(box.letters).toMatchObject([{ id: '1', refused: { code: 'words_not_allowed' } }])
    expect(await shelf.all()).toHaveLength(1)
    await box.retry('1')
    await settle()
    expect(reached).toEqual(['1', '2', '1'])
    expect(box.letters).toEqual([])
  })

  test('waits as long as it is told, when that is not long', async () => {
    answers = [no(new Refused(problem('too_many_messages', 429, { retry_after: 20 })))]
    const box = outbox()
    await box.add(letter('1'))
    await settle()
    await vi.advanceTimersByTimeAsync(19_000)
    expect(reached).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(reached).toHaveLength(2)
  })

  test('says so when it would have to wait for long', async () => {
    answers = [no(new Refused(problem('too_many_greetings', 429, { retry_after: 7200 })))]
    const box = outbox()
    await box.add(letter('1'))
    await settle()
    expect(box.letters[0]?.refused?.code).toBe('too_many_greetings')
  })

  test('does not send what was taken back, here or in another window', async () => {
    answers = [no(new Unanswered())]
    const box = outbox()
    await box.add(letter('1'))
    await box.add(letter('2'))
    await box.add(letter('3'))
    await settle()
    await box.remove('2')
    await shelf.remove('3')
    box.wake()
    await settle()
    expect(reached).toEqual(['1', '1'])
    expect(box.letters).toEqual([])
  })

  test('keeps what is learnt on the way', async () => {
    const box = new Outbox(shelf, {
      send: async (one, keep) => {
        one.picture = 'p'
        await keep()
        throw new Unanswered()
      },
      changed: () => undefined,
      sent: () => undefined,
    })
    await box.add(letter('1'))
    await settle()
    expect((await shelf.all())[0]?.picture).toBe('p')
  })

  test('leaves nothing when the person is gone', async () => {
    answers = [no(new Unanswered())]
    const box = outbox()
    await box.add(letter('1'))
    await settle()
    await box.close()
    await settle()
    expect(await shelf.all()).toEqual([])
    expect(box.letters).toEqual([])
    expect(reached).toEqual(['1'])
  })
})
