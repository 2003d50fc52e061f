/** Whether an answer says that there is nothing here: asking again will not help, going elsewhere does. */
import { Refused } from '@kith/api'

export function isGone(error: unknown): boolean {
  return error instanceof Refused && error.problem.status === 404
}
