/** Amounts as a bookkeeper reads them: always with their fen; nothing where there is no amount. */
import { yuan } from '@kith/ui/yuan'

export function exact(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—'
  const said = yuan(fen)
  return said.includes('.') ? said : `${said}.00`
}
