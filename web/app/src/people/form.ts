/** The fields of a profile that can be changed at any time, and what is wrong with them. */
import type { Profile, Refused } from '@kith/api'

export type Fields = Pick<Profile, 'nickname' | 'gender' | 'bio' | 'interests'>
export type Wrong = Partial<Record<'nickname' | 'bio' | 'interests', string>>

export const NICKNAME_MOST = 20
export const BIO_MOST = 200

/** Which field the server cannot take; undefined when it did not say one of these. */
export function unfit(refusal: Refused): keyof Wrong | undefined {
  const field = refusal.problem.facts?.field
  return field === 'nickname' || field === 'bio' || field === 'interests' ? field : undefined
}
