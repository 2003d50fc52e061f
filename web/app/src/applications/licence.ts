/** The number of a business licence (GB 32100): seventeen places, and one that follows from them. */
const PLACES = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** In its one form; `old` for a number of 15 digits, null where it is none. */
export function licenceOf(typed: string): string | 'old' | null {
  const code = typed.replace(/\s/g, '').toUpperCase()
  if (/^\d{15}$/.test(code)) return 'old'
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return null
  let weight = 1
  let sum = 0
  for (const place of code.slice(0, 17)) {
    sum += weight * PLACES.indexOf(place)
    weight = (weight * 3) % 31
  }
  return PLACES[(31 - (sum % 31)) % 31] === code[17] ? code : null
}
