/** A person in a few words: age, and gender where it was said. */
import { useI18n } from '@kith/i18n'

export interface Shown {
  age: number
  gender: 'female' | 'male' | 'other' | 'unsaid'
}

export function useAbout(): (person: Shown) => string {
  const { t } = useI18n()
  return ({ age, gender }) =>
    gender === 'unsaid'
      ? t('people.age', { n: age })
      : `${t('people.age', { n: age })} · ${t(`people.gender.${gender}`)}`
}
