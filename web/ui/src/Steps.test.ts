import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import Steps from './Steps.vue'

const labels = ['已发货', '配送中', '已收到']

test.each([
  [0, null],
  [1, '已发货'],
  [2, '配送中'],
  [3, '已收到'],
])('of three steps %i are reached: the current one is %s', (reached, current) => {
  const steps = mount(Steps, {
    props: { label: '进展', steps: labels.map((label, at) => ({ label, reached: at < reached })) },
  })
  expect(steps.get('ol').attributes('aria-label')).toBe('进展')
  expect(steps.findAll('[aria-current=step]').map((step) => step.text())).toEqual(current ? [current] : [])
})
