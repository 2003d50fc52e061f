/** How an application stands, as colour and as steps. */
import type { Application } from '@kith/api'

export type State = Application['state']
export const STEPS = ['shop', 'person', 'papers', 'send'] as const
export type Step = (typeof STEPS)[number]
export const KINDS = ['licence', 'identity_front', 'identity_back', 'permit'] as const

export function toneOf(state: State): 'plain' | 'good' | 'warn' | 'bad' {
  if (state === 'approved') return 'good'
  if (state === 'refused') return 'bad'
  return state === 'more_wanted' ? 'warn' : 'plain'
}

/** Where a field that is missing is filled in. */
export function stepOf(missing: Application['missing'][number]): Step {
  if (missing === 'legal_name' || missing === 'id_number') return 'person'
  return ['shop_name', 'category', 'city', 'phone'].includes(missing) ? 'shop' : 'papers'
}
