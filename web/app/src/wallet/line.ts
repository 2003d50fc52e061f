/** Where a line of the statement leads: to what the money was for, if there is a screen of it. */
import type { WalletLine } from '@kith/api'

type Line = Pick<WalletLine, 'kind' | 'ref' | 'purpose' | 'purpose_ref'>

export function leadsTo({ kind, ref, purpose, purpose_ref: of }: Line): string | undefined {
  if (kind === 'envelope') return ref ? `/envelopes/${ref}` : undefined
  if (kind.startsWith('withdrawal')) return '/wallet/withdraw'
  if (kind !== 'paid' && kind !== 'refund') return undefined
  if (purpose === 'envelope' && of) return `/envelopes/${of}`
  return ref ? `/charges/${ref}` : undefined
}
