/** Phone numbers as people type them, and the countries they belong to. The server has the last word on each. */

/** Region and calling code of every place with phones of its own. */
const PLACES =
  'CN86 HK852 MO853 TW886 AD376 AE971 AF93 AG1 AI1 AL355 AM374 AO244 AR54 AS1 AT43 AU61 AW297 AX358 AZ994 BA387 BB1 ' +
  'BD880 BE32 BF226 BG359 BH973 BI257 BJ229 BM1 BN673 BO591 BR55 BS1 BT975 BW267 BY375 BZ501 CA1 CD243 CF236 CG242 ' +
  'CH41 CI225 CK682 CL56 CM237 CO57 CR506 CU53 CV238 CW599 CY357 CZ420 DE49 DJ253 DK45 DM1 DO1 DZ213 EC593 EE372 ' +
  'EG20 ER291 ES34 ET251 FI358 FJ679 FK500 FM691 FO298 FR33 GA241 GB44 GD1 GE995 GF594 GG44 GH233 GI350 GL299 GM220 ' +
  'GN224 GP590 GQ240 GR30 GT502 GU1 GW245 GY592 HN504 HR385 HT509 HU36 ID62 IE353 IL972 IM44 IN91 IO246 IQ964 IR98 ' +
  'IS354 IT39 JE44 JM1 JO962 JP81 KE254 KG996 KH855 KI686 KM269 KN1 KP850 KR82 KW965 KY1 KZ7 LA856 LB961 LC1 LI423 ' +
  'LK94 LR231 LS266 LT370 LU352 LV371 LY218 MA212 MC377 MD373 ME382 MG261 MH692 MK389 ML223 MM95 MN976 MP1 MQ596 ' +
  'MR222 MS1 MT356 MU230 MV960 MW265 MX52 MY60 MZ258 NA264 NC687 NE227 NF672 NG234 NI505 NL31 NO47 NP977 NR674 NU683 ' +
  'NZ64 OM968 PA507 PE51 PF689 PG675 PH63 PK92 PL48 PM508 PR1 PS970 PT351 PW680 PY595 QA974 RE262 RO40 RS381 RU7 ' +
  'RW250 SA966 SB677 SC248 SD249 SE46 SG65 SH290 SI386 SK421 SL232 SM378 SN221 SO252 SR597 SS211 ST239 SV503 SX1 ' +
  'SY963 SZ268 TC1 TD235 TG228 TH66 TJ992 TK690 TL670 TM993 TN216 TO676 TR90 TT1 TV688 TZ255 UA380 UG256 US1 UY598 ' +
  'UZ998 VA39 VC1 VE58 VG1 VI1 VN84 VU678 WF681 WS685 XK383 YE967 YT262 ZA27 ZM260 ZW263'

const CODES = new Map(PLACES.split(' ').map((place) => [place.slice(0, 2), place.slice(2)]))
const FIRST = ['CN', 'HK', 'MO', 'TW']
const LONGEST = 15

export function callingCode(region: string): string {
  return CODES.get(region) ?? ''
}

/** Countries and regions to choose from, in the order of the language, the nearest ones first. */
export function countries(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const order = new Intl.Collator(language)
  const label = (region: string): string => `${names.of(region) ?? region} +${callingCode(region)}`
  const rest = [...CODES.keys()]
    .filter((region) => !FIRST.includes(region))
    .map((value) => ({ value, label: label(value) }))
  rest.sort((one, other) => order.compare(one.label, other.label))
  return [...FIRST.map((value) => ({ value, label: label(value) })), ...rest]
}

/**
 * The number in E.164, or null when it cannot be one. A number written with + or 00 brings its own country;
 * any other one is a number of `region`, with or without the country code in front.
 */
export function e164(typed: string, region: string): string | null {
  const plain = typed.normalize('NFKC').replace(/[\s().\-·‐-―]/g, '')
  if (!/^\+?\d+$/.test(plain)) return null
  const abroad = /^(?:\+|00)(\d+)$/.exec(plain)?.[1]
  const code = callingCode(region)
  if (abroad !== undefined) return fits(abroad) ? `+${abroad}` : null
  if (region === 'CN') {
    const mobile = /^(?:86)?(1[3-9]\d{9})$/.exec(plain)?.[1]
    return mobile === undefined ? null : `+86${mobile}`
  }
  return fits(code + plain) ? `+${code}${plain}` : null
}

function fits(digits: string): boolean {
  if (digits.startsWith('86')) return /^861[3-9]\d{9}$/.test(digits)
  return digits.length >= 7 && digits.length <= LONGEST && !digits.startsWith('0')
}

/** A number in E.164 as one reads it out. */
export function spoken(number: string): string {
  const chinese = /^\+86(\d{3})(\d{4})(\d{4})$/.exec(number)
  if (chinese) return `+86 ${chinese.slice(1).join(' ')}`
  const code = [...new Set(CODES.values())].find((one) => one.length <= 3 && number.startsWith(`+${one}`))
  return code ? `+${code} ${number.slice(code.length + 1).replace(/(\d{3})(?=\d{3})/g, '$1 ')}` : number
}

/** The code in what was typed or pasted, maybe a whole message: six digits that stand together, else all digits there. */
export function codeIn(typed: string): string {
  const plain = typed.normalize('NFKC')
  return /(?<!\d)\d{6}(?!\d)/.exec(plain)?.[0] ?? plain.replace(/\D/g, '').slice(0, 6)
}
