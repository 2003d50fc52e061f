/** All text of the clients, by language and capability. `en` has the shape of `zh-CN`, and the compiler holds it to it. */
import { createI18n } from 'vue-i18n'
import type zh from './zh-CN'

export { useI18n } from 'vue-i18n'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
export type Messages = Shape<typeof zh>

const load: Record<Language, () => Promise<{ default: Messages }>> = {
  'zh-CN': () => import('./zh-CN'),
  en: () => import('./en'),
}

export const i18n = createI18n({ legacy: false, locale: 'zh-CN', messages: {} as Record<Language, Messages> })

/** Speak a language from now on. */
export async function speak(language: Language): Promise<void> {
  i18n.global.setLocaleMessage(language, (await load[language]()).default)
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

/** The language that somebody who never chose one is most at home in. */
export function preferred(wanted: readonly string[] = navigator.languages): Language {
  const first = wanted.find((one) => /^(zh|en)\b/i.test(one))
  return first && /^en/i.test(first) ? 'en' : 'zh-CN'
}
