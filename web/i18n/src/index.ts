/**
 * All text of the clients, by language and capability. `en` has the shape of `zh-CN`, and the compiler holds it to it.
 * Most of it comes at once; a parcel comes with the first screen that speaks it.
 */
import { createI18n } from 'vue-i18n'
import type zh from './zh-CN'
import type core from './zh-CN/core'

export { useI18n } from 'vue-i18n'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
export type Messages = Shape<typeof zh>
/** What is spoken by the screens of one folder only, or, as refusals, after a first screen. */
export type Parcel = Exclude<keyof Messages, keyof typeof core>

const cores: Record<Language, () => Promise<{ default: Shape<typeof core> }>> = {
  'zh-CN': () => import('./zh-CN/core'),
  en: () => import('./en/core'),
}
/** The files of the parcels; `core.ts` has the rest. */
export const parcels = import.meta.glob<object>(
  './{zh-CN,en}/{applications,chat,dev,envelopes,gallery,groups,me,merchants,notices,places,problems,tasks,wallet}.ts',
  {
    import: 'default',
  },
)
export const i18n = createI18n({ legacy: false, locale: 'zh-CN', messages: {} as Record<Language, Messages> })

let spoken: Language = 'zh-CN'
const learnt = new Map<Parcel, Promise<void>>()

async function add(language: Language, parcel: Parcel): Promise<void> {
  const words = await parcels[`./${language}/${parcel}.ts`]?.()
  i18n.global.mergeLocaleMessage(language, { [parcel]: words })
}

/** Speak a language from now on. */
export async function speak(language: Language): Promise<void> {
  spoken = language
  const [core] = await Promise.all([cores[language](), ...[...learnt.keys()].map((parcel) => add(language, parcel))])
  i18n.global.mergeLocaleMessage(language, core.default)
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

/** Have the words of a parcel, in this language and in each that is spoken later. */
export async function learn(parcel: Parcel): Promise<void> {
  const known = learnt.get(parcel) ?? add(spoken, parcel)
  learnt.set(parcel, known)
  try {
    await known
  } catch (error) {
    learnt.delete(parcel)
    throw error
  }
}

/** The language that somebody who never chose one is most at home in. */
export function preferred(wanted: readonly string[] = navigator.languages): Language {
  const first = wanted.find((one) => /^(zh|en)\b/i.test(one))
  return first && /^en/i.test(first) ? 'en' : 'zh-CN'
}
