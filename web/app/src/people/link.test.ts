import { expect, it } from 'vitest'
import { isId, linkTo, personIn } from './link'

const ID = '01a20342-69c7-7ed4-bb57-e4dc8878b9bc'

it.each([
  linkTo(ID, 'https://kith.example'),
  `  https://kith.example/app/people/${ID.toUpperCase()}?from=qr `,
  `来看看：https://kith.example/app/people/${ID} 加我`,
  `people/${ID}`,
])('finds the person in %s', (text) => expect(personIn(text)).toBe(ID))

it.each(['林晚', 'https://kith.example/app/people/', `https://kith.example/goods/${ID}`, `/people/${ID}0`, ID])(
  'finds nobody in %s',
  (text) => expect(personIn(text)).toBeNull(),
)

it('knows an id', () => {
  expect(isId(ID)).toBe(true)
  expect(isId('me')).toBe(false)
  expect(isId([ID])).toBe(false)
})
