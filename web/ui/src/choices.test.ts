import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import Chips from './Chips.vue'
import Choice from './Choice.vue'

const options = [
  { value: 'red', label: '朱红' },
  { value: 'blue', label: '黛蓝' },
  { value: 'white', label: '月白', hint: '缺货', off: true },
]

describe('one of several', () => {
  const choice = () => mount(Choice, { props: { modelValue: 'red', legend: '款式', options } })

  test('is a group of radio buttons of one name, so that the arrow keys move within it', () => {
    const radios = choice().findAll<HTMLInputElement>('fieldset input[type=radio]')
    expect(new Set(radios.map((radio) => radio.element.name)).size).toBe(1)
    expect(radios.map((radio) => radio.element.checked)).toEqual([true, false, false])
    expect(radios.map((radio) => radio.element.disabled)).toEqual([false, false, true])
  })

  test('has a name of its own on every page', () => {
    const both = mount({
      components: { Choice },
      data: () => ({ options }),
      template: `<div><Choice v-for="n in 2" :key="n" model-value="red" legend="款式" :options="options" /></div>`,
    })
    expect(new Set(both.findAll<HTMLInputElement>('input').map((radio) => radio.element.name)).size).toBe(2)
  })

  test('tells the legend, and what is chosen', async () => {
    const shown = choice()
    expect(shown.get('legend').text()).toBe('款式')
    await shown.findAll('input')[1]?.setValue()
    expect(shown.emitted('update:modelValue')).toEqual([['blue']])
  })
})

describe('several of many', () => {
  test('takes no more than it may', async () => {
    const chips = mount(Chips, {
      props: {
        modelValue: ['red', 'blue'],
        legend: '兴趣',
        options: options.map(({ value, label }) => ({ value, label })),
        most: 2,
      },
    })
    const boxes = chips.findAll<HTMLInputElement>('input')
    expect(boxes.map((box) => box.element.disabled)).toEqual([false, false, true])
    await boxes[0]?.setValue(false)
    expect(chips.emitted('update:modelValue')).toEqual([[['blue']]])
  })
})
