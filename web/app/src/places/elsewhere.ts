/** Parts of nearby that stand on other screens: they bring their words along. */
import { learn } from '@kith/i18n'
import { defineAsyncComponent, type Component } from 'vue'

function withWords(load: () => Promise<{ default: Component }>): Component {
  return defineAsyncComponent(async () => {
    const [part] = await Promise.all([load(), learn('places')])
    return part.default
  })
}

export const Choices = withWords(() => import('./Choices.vue'))
export const Nearness = withWords(() => import('./Nearness.vue'))
export const Views = withWords(() => import('./Views.vue'))
