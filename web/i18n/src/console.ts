/** The text of the console: its own words, those that every client has, and those of refusals. */
import { i18n, type Language, type Messages } from '.'

export { i18n, LANGUAGES, preferred, type Language } from '.'

type Words = Pick<Messages, 'common' | 'console' | 'problems'>
const catalogues = import.meta.glob<Words>('./{zh-CN,en}/console-all.ts', { import: 'default' })

/** Speak a language from now on. */
export async function speak(language: Language): Promise<void> {
  const words = await catalogues[`./${language}/console-all.ts`]?.()
  if (words) i18n.global.setLocaleMessage(language, words as Messages)
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
