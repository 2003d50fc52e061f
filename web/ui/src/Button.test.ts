import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import Button from './Button.vue'

const shown = (props: object, attrs: Record<string, unknown> = {}) =>
  mount(Button, {
    props,
    attrs,
    slots: { default: '支付' },
    global: { stubs: { RouterLink: { template: '<a><slot /></a>' } } },
  })

describe('a button', () => {
  test('is pressed', async () => {
    const button = shown({})
    await button.get('button').trigger('click')
    expect(button.emitted('press')).toHaveLength(1)
  })

  test.each([
    ['with a reason', { reason: '先选一位朋友' }],
    ['while busy', { busy: true }],
    ['of a form, with a reason', { reason: '先选一位朋友', type: 'submit' }],
  ])('%s does nothing, and sends no form', async (_, props) => {
    const button = shown(props)
    const event = new MouseEvent('click', { cancelable: true, bubbles: true })
    button.get('button').element.dispatchEvent(event)
    expect(button.emitted('press')).toBeUndefined()
    expect(event.defaultPrevented).toBe(true)
    expect(button.get('button').attributes('aria-disabled')).toBe('true')
  })

  test('with a reason can still be reached, and says why', () => {
    const button = shown({ reason: '先选一位朋友' })
    const told = button.get('button').attributes('aria-describedby')
    expect(button.get('button').attributes('disabled')).toBeUndefined()
    expect(button.get(`[id="${told}"]`).text()).toBe('先选一位朋友')
  })

  test('is a link with `to`, and none while there is a reason', () => {
    expect(shown({ to: '/mall' }).find('a').exists()).toBe(true)
    expect(shown({ to: '/mall', reason: '先登录' }).find('a').exists()).toBe(false)
  })

  test('has the name it is given, and its holder the place', () => {
    const button = shown({}, { 'aria-label': '支付 268 元', class: 'last' })
    expect(button.get('button').attributes('aria-label')).toBe('支付 268 元')
    expect(button.get('.holder').classes()).toContain('last')
    expect(button.get('button').classes()).not.toContain('last')
  })
})
