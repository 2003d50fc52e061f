import type { Message } from '@kith/api'
import { describe, expect, test } from 'vitest'
import { rows } from './days'
import type { Letter } from './outbox/letter'

/** On the calendar of whatever device this runs on. */
function at(day: number, hour: number, minute: number): string {
  return new Date(2026, 2, day, hour, minute).toISOString()
}
function message(seq: number, sender: string, sent_at: string, kind: Message['kind'] = 'text'): Message {
  return {
    conversation_id: 'c',
    seq,
    revision: seq,
    message_id: `m${seq}`,
    sender_id: sender,
    kind,
    body: '',
    ref: null,
    links: [],
    sent_at,
  }
}
function letter(id: string): Letter {
  return { id, conversation: 'c', writer: 'ann', body: '', photo: null, picture: null, refused: null }
}
function shape(
  items: Message[],
  letters: Letter[] = [],
  unreadAfter: number | null = null,
  hidden?: (message: Message) => boolean,
): string[] {
  return rows(items, letters, 'ann', unreadAfter, hidden).map((row) => {
    if (row.kind === 'folded') return `folded ${row.messages.map(({ seq }) => seq).join(' ')}`
    if (row.kind !== 'said') return row.kind
    return `${row.mine ? 'mine' : 'theirs'}${row.first ? ' first' : ''}${row.last ? ' last' : ''}`
  })
}

describe('rows of a conversation', () => {
  test('fold what is hidden away, all of it that stands together, and leave what was noted', () => {
    const said = [
      message(1, 'bo', at(1, 9, 0)),
      message(2, 'chen', at(1, 9, 1)),
      message(3, 'chen', at(1, 9, 2)),
      message(4, 'chen', at(1, 9, 3), 'notice'),
      message(5, 'chen', at(2, 9, 0)),
      message(6, 'bo', at(2, 9, 1)),
    ]
    expect(shape(said, [], null, ({ sender_id }) => sender_id === 'chen')).toEqual([
      'day',
      'theirs first last',
      'folded 2 3',
      'notice',
      'day',
      'folded 5',
      'theirs first last',
    ])
  })

  test('stand under their days', () => {
    expect(shape([message(1, 'bo', at(1, 23, 59)), message(2, 'bo', at(2, 0, 1))])).toEqual([
      'day',
      'theirs first last',
      'day',
      'theirs first last',
    ])
  })

  test('belong together when one person says them soon after each other', () => {
    const items = [
      message(1, 'bo', at(1, 9, 0)),
      message(2, 'bo', at(1, 9, 4)),
      message(3, 'bo', at(1, 9, 10)),
      message(4, 'ann', at(1, 9, 10)),
    ]
    expect(shape(items)).toEqual(['day', 'theirs first', 'theirs last', 'theirs first last', 'mine first last'])
  })

  test('are parted by a notice, and by what is new', () => {
    const items = [
      message(1, 'bo', at(1, 9, 0)),
      message(2, 'bo', at(1, 9, 0), 'notice'),
      message(3, 'bo', at(1, 9, 0)),
      message(4, 'bo', at(1, 9, 1)),
    ]
    expect(shape(items, [], 3)).toEqual([
      'day',
      'theirs first last',
      'notice',
      'theirs first',
      'new',
      'theirs first last',
    ])
    expect(shape(items, [], 4)).not.toContain('new')
    expect(shape(items, [], 0)).toContain('new')
  })

  test('end with what waits to be sent, until it is there', () => {
    const items = [message(1, 'ann', at(1, 9, 0))]
    expect(shape(items, [letter('m1'), letter('m2')])).toEqual(['day', 'mine first last', 'waits'])
    expect(shape([], [letter('m2')])).toEqual(['waits'])
  })
})
