/** Everything the server does, typed: calls and queries generated from its OpenAPI document, and what can go wrong. */
import { client } from './generated/client.gen'
import type { Problem } from './generated/types.gen'

export * from './generated'
export * from './generated/@tanstack/vue-query.gen'

/** The server said no, or failed: `problem.code` is stable, `problem.request` is the code to quote to support. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }

  get code(): string {
    return this.problem.code
  }

  /** Whether trying the same again may help. */
  get passing(): boolean {
    return this.problem.status >= 500 || this.problem.status === 429
  }
}

/** No answer came: there is no connection, or it broke. Whether the server did what was asked is not known. */
export class Unanswered extends Error {}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body
}

let signedOut = (): void => undefined

/** What to do when the server no longer knows the session. */
export function onSignedOut(then: () => void): void {
  signedOut = then
}

let nameOfGone = (): string => ''

/** What somebody is called whose account was deleted: the server sends no name. */
export function onGone(name: () => string): void {
  nameOfGone = name
}

/** Whoever is gone gets a name to be shown, however deep in an answer the card stands. */
export function withNames(said: unknown): unknown {
  if (typeof said !== 'object' || said === null) return said
  for (const inner of Object.values(said)) withNames(inner)
  if ('gone' in said && said.gone === true && 'nickname' in said) said.nickname = nameOfGone()
  return said
}

client.setConfig({
  baseUrl: '',
  credentials: 'same-origin',
  responseTransformer: (said) => Promise.resolve(withNames(said)),
})
client.interceptors.error.use((error, response) => {
  if (error instanceof DOMException && error.name === 'AbortError') return error
  if (isProblem(error)) {
    if (error.status === 401) signedOut()
    return new Refused(error)
  }
  const status = (response as Response | undefined)?.status
  if (!status) return new Unanswered()
  const request = response.headers.get('X-Request-Id') ?? ''
  return new Refused({ type: 'about:blank', title: '', status, code: 'internal', detail: '', request })
})
