/** Where to go when somebody has signed in: only ever to a screen of this application. */
const BEFORE = /^\/(?:welcome|sign-in|profile\/first)(?:[/?#]|$)/

export function inside(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next) || /[\\\p{Cc}]/u.test(next) || BEFORE.test(next))
    return '/'
  return next
}

/** The same as a query for the address of the screens on the way there. */
export function onward(next: unknown): { next?: string } {
  const to = inside(next)
  return to === '/' ? {} : { next: to }
}
