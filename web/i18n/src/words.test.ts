/** The catalogues hold one another, the screens and the API document: no word is missing, and none stands for nothing. */
import { describe, expect, test } from 'vitest'
import contract from '../../api/openapi.json?raw'
import { parcels } from '.'
import en from './en'
import enCore from './en/core'
import zh from './zh-CN'
import core from './zh-CN/core'

const code = import.meta.glob<string>(['../../{app,console,ui}/src/**/*.{ts,vue}', '!**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** What the edge of the server answers beside the refusals of its routes. */
const EDGE = ['internal', 'method_not_allowed', 'not_found', 'too_large', 'try_again', 'unsupported_media_type']
/** Names are the same in every language; so is the language that one reads of in a choice of languages. */
const NAMES = ['Kith', 'English', '简体中文', '中文', 'SKU', 'ID', 'CSV', 'Stripe']

function flat(words: object, under = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value ? flat(value, `${under}${key}.`) : [[under + key, String(value)]],
  )
}
const chinese = new Map(flat(zh))
const english = new Map(flat(en))
const keys = [...chinese.keys()]

const text = Object.values(code).join('\n')
const called = [...text.matchAll(/\bte?\(\s*(['"])([\w.-]+)\1/g), ...text.matchAll(/\bkeypath=(")([\w.-]+)"/g)]
const templates = [...text.matchAll(/`([a-z]\w*\.[^`\s]*\$\{[^`]*)`/g)].map(([, template = '']) => template)
const capabilities = Object.keys(zh)

/** The keys that a template like `given.state.${state}` can mean. */
function shape(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`)
}
const shapes = templates.filter((one) => capabilities.includes(one.split('.', 1)[0] ?? '')).map(shape)
const literals = new Set([...text.matchAll(/(['"`])([a-z]\w*\.[\w.-]+)\1/g)].map(([, , key]) => key))

function placeholders(words: string): string[] {
  return [...new Set([...words.matchAll(/\{\s*(\w+)\s*\}/g)].map(([, name = '']) => name))].sort()
}

describe('catalogues', () => {
  test('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...keys].sort())
  })

  test('have the same placeholders in both languages', () => {
    const differing = keys.filter(
      (key) => `${placeholders(chinese.get(key) ?? '')}` !== `${placeholders(english.get(key) ?? '')}`,
    )
    expect(differing).toEqual([])
  })

  test('have no empty words', () => {
    expect([...chinese, ...english].filter(([, words]) => !words.trim())).toEqual([])
  })

  test('have no Chinese in English', () => {
    expect([...english].filter(([, words]) => /\p{Script=Han}/u.test(words) && !NAMES.includes(words))).toEqual([])
  })

  test('leave nothing untranslated', () => {
    const left = [...chinese].filter(([, words]) => {
      const said = words.replace(/\{\s*\w+\s*\}/g, '').trim()
      return /\p{L}/u.test(said) && !/\p{Script=Han}/u.test(said) && !NAMES.includes(said)
    })
    expect(left).toEqual([])
  })
})

describe('parcels', () => {
  const names = capabilities.filter((name) => !(name in core) && name !== 'console')

  test('are those of both languages that do not come at once', () => {
    expect(Object.keys(enCore)).toEqual(Object.keys(core))
    const files = names.flatMap((name) => [`./en/${name}.ts`, `./zh-CN/${name}.ts`])
    expect(Object.keys(parcels).sort()).toEqual(files.sort())
  })

  test.each([...names.filter((name) => name !== 'problems'), 'console'])(
    '%s is spoken in its own folder only',
    (name) => {
      const own = name === 'console' ? '/console/src/' : `/app/src/${name}/`
      const elsewhere = Object.entries(code).filter(([file]) => !file.includes(own))
      const word = new RegExp(`\\bte?\\(\\s*['"\`]${name}\\.|\\bkeypath="${name}\\.`)
      expect(elsewhere.filter(([, said]) => word.test(said)).map(([file]) => file)).toEqual([])
    },
  )
})

describe('screens', () => {
  test('use no key that is missing', () => {
    const used = called.map(([, , key = '']) => key)
    expect(used.length).toBeGreaterThan(20)
    expect([...new Set(used)].filter((key) => !chinese.has(key)).sort()).toEqual([])
  })

  test('compute no key that cannot exist', () => {
    expect(shapes.filter((one) => !keys.some((key) => one.test(key))).map(String)).toEqual([])
  })

  test('use every key', () => {
    const unused = keys.filter(
      (key) => !key.startsWith('problems.') && !literals.has(key) && !shapes.some((one) => one.test(key)),
    )
    expect(unused).toEqual([])
  })
})

describe('refusals', () => {
  type Operation = { responses?: Record<string, { description?: string }> }
  const paths = (JSON.parse(contract) as { paths: Record<string, Record<string, Operation>> }).paths
  const documented = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ responses = {} }) => Object.entries(responses))
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([, { description = '' }]) => [...description.matchAll(/`([a-z_]+)`: /g)].map(([, name = '']) => name))
  const worded = keys.filter((key) => key.startsWith('problems.')).map((key) => key.slice('problems.'.length))

  test('have words for every code that the server documents', () => {
    expect(documented.length).toBeGreaterThan(50)
    expect([...new Set([...documented, ...EDGE])].filter((name) => !worded.includes(name)).sort()).toEqual([])
  })

  test('have no words for a code that does not exist', () => {
    expect(worded.filter((name) => !documented.includes(name) && !EDGE.includes(name))).toEqual([])
  })
})
