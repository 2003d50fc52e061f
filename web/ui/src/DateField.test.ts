import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import { computed } from 'vue'
import DateField from './DateField.vue'
import { daysIn } from './days'
import { WORDS, type Words } from './words'

function field(locale: string, modelValue = '') {
  return mount(DateField, {
    props: { legend: '生日', first: 1930, last: 2008, modelValue },
    global: { provide: { [WORDS as symbol]: computed(() => ({ locale }) as Words) } },
  })
}

test.each([
  ['2000', '02', 29],
  ['2001', '02', 28],
  ['', '02', 29],
  ['1999', '04', 30],
  ['1999', '', 31],
])('%s-%s has %i days', (year, month, days) => expect(daysIn(year, month)).toBe(days))

describe('a day of three lists', () => {
  test.each([
    ['zh-CN', ['year', 'month', 'day']],
    ['en', ['month', 'day', 'year']],
  ])('stands in the order of %s', (locale, order) => {
    const parts = field(locale).findAll('.part')
    expect(parts.map((part) => part.classes().find((name) => name !== 'part'))).toEqual(order)
  })

  test('is told when all three are chosen', async () => {
    const shown = field('zh-CN')
    const [year, month, day] = shown.findAll('select')
    await year?.setValue('1996')
    await month?.setValue('02')
    expect(shown.emitted('update:modelValue')).toBeUndefined()
    await day?.setValue('29')
    expect(shown.emitted('update:modelValue')?.at(-1)).toEqual(['1996-02-29'])
  })

  test('asks anew for a day that the month does not have', async () => {
    const shown = field('zh-CN', '1996-02-29')
    await shown.findAll('select')[0]?.setValue('1997')
    expect(shown.emitted('update:modelValue')?.at(-1)).toEqual([''])
  })
})
