/** An amount as people type it, in fen; null where it is none. */
export function fenOf(typed: string): number | null {
  const form = /^(\d{1,8})(?:[.。](\d{1,2}))?$/.exec(typed.trim().replace(/[,，]/g, ''))
  return form ? Number(form[1]) * 100 + Number((form[2] ?? '').padEnd(2, '0')) : null
}
