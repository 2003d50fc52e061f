import { beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useDraft } from './draft'

beforeEach(() => sessionStorage.clear())

it('is found again, and keeps what it did not know before', async () => {
  useDraft('note', { text: '' }).fields.text = 'dear'
  await nextTick()
  expect(useDraft('note', { text: '', more: 1 }).fields).toEqual({ text: 'dear', more: 1 })
})

it('is gone when it is dropped', async () => {
  const { fields, drop } = useDraft('note', { text: '' })
  fields.text = 'dear'
  await nextTick()
  fields.text = 'dearest'
  drop()
  await nextTick()
  expect(useDraft('note', { text: '' }).fields.text).toBe('')
})

it('begins anew where what was kept cannot be read', () => {
  sessionStorage.setItem('kith.draft.note', '{')
  expect(useDraft('note', { text: '' }).fields.text).toBe('')
})
