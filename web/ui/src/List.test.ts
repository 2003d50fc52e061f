import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { computed, h, nextTick, reactive } from 'vue'
import List, { type Paged } from './List.vue'
import { WORDS, type Words } from './words'

const words = computed(
  () =>
    ({
      more: '加载更多',
      end: '到底了',
      retry: '再试一次',
      saved: () => '旧的',
      support: (code) => code,
      explain: () => ({ title: '没有网络', text: '连上再看', offline: true }),
    }) as Partial<Words> as Words,
)

/** The end of the list comes into sight whenever it is looked at while this is true. */
let inSight = false
class Sight {
  constructor(private readonly seen: (entries: { isIntersecting: boolean }[]) => void) {}
  observe(): void {
    this.seen([{ isIntersecting: inSight }])
  }
  unobserve(): void {}
  disconnect(): void {}
}

function paged(pages: string[][], more: boolean) {
  const query = reactive({
    data: pages.length ? { pages: pages.map((items) => ({ items, next: null })) } : undefined,
    error: null as unknown,
    isFetching: false,
    isFetchingNextPage: false,
    hasNextPage: more,
    dataUpdatedAt: 0,
    refetch: vi.fn(),
    fetchNextPage: vi.fn(),
  })
  const list = mount(List, {
    props: {
      query: query as Paged<unknown>,
      loading: '正在加载',
      label: '朋友',
      keyOf: (item: unknown) => String(item),
    },
    slots: { default: ({ item }: { item: unknown }) => h('b', String(item)), empty: () => h('i', '还没有朋友') },
    global: { provide: { [WORDS as symbol]: words }, stubs: { RouterLink: true } },
  })
  return { query, list }
}

describe('a list', () => {
  beforeEach(() => {
    inSight = false
    vi.stubGlobal('IntersectionObserver', Sight)
  })

  test('shows the items of all pages under its name', () => {
    const { list } = paged([['a', 'b'], ['c']], false)
    expect(list.get('ul').attributes('aria-label')).toBe('朋友')
    expect(list.findAll('li').map((one) => one.text())).toEqual(['a', 'b', 'c'])
  })

  test('asks for more by its button, once at a time', async () => {
    const { list, query } = paged([['a']], true)
    await list.get('button').trigger('click')
    expect(query.fetchNextPage).toHaveBeenCalledTimes(1)
    query.isFetchingNextPage = true
    await nextTick()
    await list.get('button').trigger('click')
    expect(query.fetchNextPage).toHaveBeenCalledTimes(1)
  })

  test('goes on by itself while its end is in sight, also after a short page', async () => {
    const { query } = paged([['a']], true)
    inSight = true
    query.data = { pages: [{ items: ['a', 'b'], next: null }] }
    await nextTick()
    expect(query.fetchNextPage).toHaveBeenCalled()
  })

  test('does not go on after a failure; it says so and lets one try again', async () => {
    const { list, query } = paged([['a']], true)
    inSight = true
    query.error = new Error()
    query.data = { pages: [{ items: ['a', 'b'], next: null }] }
    await nextTick()
    expect(query.fetchNextPage).not.toHaveBeenCalled()
    expect(list.text()).toContain('旧的')
    await list.findAll('button')[0]?.trigger('click')
    expect(query.refetch).toHaveBeenCalled()
  })

  test('says what to do when there is nothing, and that it is awaited', () => {
    expect(paged([[]], false).list.text()).toContain('还没有朋友')
    expect(paged([], false).list.get('[role=status]').text()).toBe('正在加载')
  })

  test('says where it ends, if it was long', () => {
    expect(paged([['a']], false).list.text()).not.toContain('到底了')
    expect(paged([[...'abcdefghij']], false).list.text()).toContain('到底了')
  })
})
