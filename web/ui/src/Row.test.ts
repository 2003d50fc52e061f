import { mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import Row from './Row.vue'

const global = { stubs: { RouterLink: { props: ['to'], template: '<a :href="to"><slot /></a>' } } }

test('a row with only a press is a button', async () => {
  const onPress = vi.fn()
  const row = mount(Row, { props: { title: '复制链接', onPress }, global })
  await row.get('button').trigger('click')
  expect(onPress).toHaveBeenCalledTimes(1)
})

test('a row that leads on is a link, and one that does nothing is neither', () => {
  expect(
    mount(Row, { props: { title: '礼物门', to: '/me/gift-door' }, global })
      .get('a')
      .attributes('href'),
  ).toBe('/me/gift-door')
  expect(
    mount(Row, { props: { title: '版本' }, global })
      .find('a, button')
      .exists(),
  ).toBe(false)
})

test('what can be pressed at its end is not inside of its link', () => {
  const row = mount(Row, {
    props: { title: '周小满', to: '/people/1' },
    slots: { end: '<button>移除</button>' },
    global,
  })
  expect(row.find('a button').exists()).toBe(false)
  expect(row.find('button').exists()).toBe(true)
})
