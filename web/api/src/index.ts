/** Everything the server does, typed: calls and queries generated from its OpenAPI document, and what can go wrong. */
import { client } from './generated/client.gen'
import type { Certificate, Picture, Problem } from './generated/types.gen'
import { type Answer, sendFile } from './upload'

export { newId } from './id'
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

/** Upload a picture, which is then one's own for a day. Raises `Refused` and `Unanswered`; when aborted, it never ends. */
export async function upload(file: Blob, progress: (part: number) => void, signal: AbortSignal): Promise<Picture> {
  return sent(await sendFile<Picture>('POST', '/me/pictures', file, progress, signal))
}

/** Add a certificate to an application, under an id of mine. Raises as `upload` does. */
export async function uploadCertificate(
  certificate: { application_id: string; certificate_id: string; kind: Certificate['kind'] },
  file: Blob,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<Certificate> {
  const { application_id, certificate_id, kind } = certificate
  const url = `/me/applications/${application_id}/certificates/${certificate_id}?kind=${kind}`
  return sent(await sendFile<Certificate>('PUT', url, file, progress, signal))
}

function sent<Made>(answer: Answer<Made>): Made {
  if ('made' in answer) return answer.made
  throw fault(answer.problem, answer.status, '')
}

function fault(said: unknown, status: number | undefined, request: string): Refused | Unanswered {
  if (isProblem(said)) {
    if (said.status === 401) signedOut()
    return new Refused(said)
  }
  if (!status) return new Unanswered()
  return new Refused({ type: 'about:blank', title: '', status, code: 'internal', detail: '', request })
}

client.setConfig({
  baseUrl: '',
  credentials: 'same-origin',
  responseTransformer: (said) => Promise.resolve(withNames(said)),
})
client.interceptors.error.use((error, response) => {
  if (error instanceof DOMException && error.name === 'AbortError') return error
  const answer = response as Response | undefined
  return fault(error, answer?.status, answer?.headers.get('X-Request-Id') ?? '')
})
