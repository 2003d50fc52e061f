import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { computed, defineComponent, h, ref } from 'vue'
import Sheet from './Sheet.vue'
import { WORDS, type Words } from './words'

const words = computed(() => ({ close: '关闭' }) as Words)

function page(): VueWrapper {
  const open = ref(false)
  return mount(
    defineComponent(() => () => [
      h('button', { id: 'opener', onClick: () => (open.value = true) }, '打开'),
      h(
        Sheet,
        { modelValue: open.value, 'onUpdate:modelValue': (on: boolean) => (open.value = on), title: '送给周小满' },
        () => h('p', '选好款式'),
      ),
    ]),
    { attachTo: document.body, global: { provide: { [WORDS as symbol]: words } } },
  )
}

describe('a sheet', () => {
  let shown: VueWrapper
  beforeEach(() => {
    vi.useFakeTimers()
    shown = page()
  })
  afterEach(() => {
    shown.unmount()
    vi.useRealTimers()
  })
  const dialog = (): HTMLDialogElement => shown.get('dialog').element as HTMLDialogElement
  const press = (target: Element, type: string): boolean =>
    target.dispatchEvent(new MouseEvent(type, { bubbles: true }))

  test('opens under its heading', async () => {
    expect(shown.find('p').exists()).toBe(false)
    await shown.get('#opener').trigger('click')
    expect(dialog().open).toBe(true)
    const named = dialog().getAttribute('aria-labelledby')
    expect(shown.get(`[id="${named}"]`).text()).toBe('送给周小满')
    expect(document.activeElement?.textContent).toBe('送给周小满')
  })

  test('closes by Esc, as the platform does it, and is empty when it has sunk', async () => {
    await shown.get('#opener').trigger('click')
    dialog().close()
    dialog().dispatchEvent(new Event('close'))
    await vi.runAllTimersAsync()
    expect(dialog().open).toBe(false)
    expect(shown.find('p').exists()).toBe(false)
    await shown.get('#opener').trigger('click')
    expect(dialog().open).toBe(true)
  })

  test('closes by its button', async () => {
    await shown.get('#opener').trigger('click')
    await shown.get('[aria-label="关闭"]').trigger('click')
    expect(dialog().open).toBe(false)
  })

  test('closes by a press beside it, but not by one that only ended there', async () => {
    await shown.get('#opener').trigger('click')
    press(shown.get('p').element, 'pointerdown')
    press(dialog(), 'click')
    await vi.advanceTimersByTimeAsync(0)
    expect(dialog().open).toBe(true)
    press(dialog(), 'pointerdown')
    press(dialog(), 'click')
    await vi.advanceTimersByTimeAsync(0)
    expect(dialog().open).toBe(false)
  })
})
