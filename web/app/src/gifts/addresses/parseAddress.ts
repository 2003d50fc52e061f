/**
 * Reads a Chinese address that somebody pasted: who, which mobile number, which region, which street, in any order, with or
 * without punctuation and labels. Nothing leaves the device. What is not recognised stays in the street, and whatever is
 * missing or guessed is named in `check`.
 */
import type { Address } from '@kith/api'
import { gazetteer, type AddressPart, type Found } from './gazetteer'
import type { Area } from './regions'

export interface Parsed extends Address {
  /** What the person should look at: missing, guessed, or with something in it that was not recognised. */
  check: AddressPart[]
}

const EDGES = /^[\s,，、;；|/\\。．.:：\-－—–_>→~·•"'“”「」]+|[\s,，、;；|/\\。．.:：\-－—–_>→~·•"'“”「」]+$/g
const BREAK = /[,，、;；|\n\ue001\ue002]/

const LABELS = {
  name: '收货人姓名|收件人姓名|收货人|收件人|收礼人|联系人|真实姓名|姓名|名字|name|recipient|receiver',
  mobile:
    '手机号码|手机号|移动电话|手机|联系电话|电话号码|联系方式|联系手机|电话|mobile|phone number|phone|telephone|tel|cellphone|cell',
  address:
    '所在地区|所在地|所在区域|省市区县|省市区|地区|区域|省份|城市|区县|收货地址|收件地址|收礼地址|详细地址|联系地址|街道地址|家庭住址|所在街道|街道|门牌号|住址|地址|address|street|district|region|province|city',
} as const
const ANY_LABEL = Object.values(LABELS).join('|')
const PLAIN_LABEL =
  '收货人姓名|收件人姓名|收货人|收件人|联系人|姓名|手机号码|手机号|联系电话|所在地区|收货地址|收件地址|详细地址|联系地址|地址'
/** With a colon or in brackets a label may stand anywhere; without, where a part begins; glued, only if it can be nothing else. */
const LABEL = new RegExp(
  `(?:[【\\[](${ANY_LABEL})[】\\]]\\s*[:：]?|(?<![a-z])(${ANY_LABEL})\\s*[:：]|` +
    `(?<=^|[\\s,，;；\ue001])(?:(${ANY_LABEL})(?=[\\s\ue001])|(${PLAIN_LABEL})(?=[\\u4e00-\\u9fff])))\\s*`,
  'giu',
)
const POSTCODE = /(?:邮政编码|邮编|postcode|zip)\s*[:：]?\s*\d{6}(?!\d)/giu
const MOBILE = /(?<!\d)(?:[(（]?\+?(?:00)?86[)）]?[-\s]*)?(1[3-9]\d(?:[-\s]?\d){8})(?!\d)/gu

const SURNAMES = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊兰蓝殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦鲍齐梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强丛岳华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来巩符连褚娄盖谈喻麻褟晏敖木冼应荣凤植仇'.split(
    '',
  ),
)
const DOUBLE_SURNAME = /^(?:欧阳|司马|上官|诸葛|司徒|东方|慕容|皇甫|令狐|尉迟|公孙|夏侯|长孙|宇文|端木|百里|南宫|独孤)/u
const HONORIFIC = /(?:先生|女士|小姐|老师|太太|同学|师傅|阿姨|叔叔|医生|经理|总)$/u
const PLACE_ENDS =
  /[路街道巷弄号楼室栋幢座层村组镇乡区县市省园苑城厦院校店站庭府湾坊塘桥门口厅部司馆场库铺户庄寨屯社]$/u
const HOUSE =
  /^(.*(?:号|室|楼|栋|幢|座|单元|层|户|店|铺|组|校区|小区|大厦|广场|公寓|[0-9A-Za-z]))([\u4e00-\u9fff]{2,4})$/u

/** Each part of the text that is understood is blanked out, so that places in it stay what they are. */
class Sheet {
  constructor(public text: string) {}

  blank(from: number, to: number, by: string): void {
    this.text = this.text.slice(0, from) + by.repeat(to - from) + this.text.slice(to)
  }
}

/** Digits, letters and blanks in their plain form; nothing else changes. */
function plain(text: string): string {
  return text
    .replace(/[０-９Ａ-Ｚａ-ｚ＋]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u200b-\u200f\u2060\ufeff\ue001\ue002]/gu, '')
    .replace(/[\u00a0\u3000\t]/gu, ' ')
    .replace(/\r\n?/gu, '\n')
    .trim()
}

/** The address in `text`, as far as it can be recognised. */
export function parseAddress(text: string, provinces: readonly Area[]): Parsed {
  const sheet = new Sheet(plain(text))
  const mobile = takeMobile(sheet)
  const labelled = takeLabels(sheet)
  const found = takeRegion(sheet, provinces)
  const who = takeName(sheet, labelled, found)
  const street = tidy(sheet.text)
  const only = found?.province && found.province.areas.length === 1 ? found.province.areas[0] : undefined
  const parsed: Address = {
    name: who.name,
    mobile,
    province: found?.province?.code ?? '',
    city: (found?.city ?? only)?.code ?? '',
    district: found?.district?.code ?? '',
    street,
  }
  const check = new Set<AddressPart>([...(found?.guessed ?? []), ...who.guessed])
  for (const part of ['name', 'mobile', 'province', 'city', 'district', 'street'] as const)
    if (!parsed[part]) check.add(part)
  if (isOdd(sheet.text, found, street)) check.add('street')
  return { ...parsed, check: [...check] }
}

function takeMobile(sheet: Sheet): string {
  MOBILE.lastIndex = 0
  const match = MOBILE.exec(sheet.text)
  if (!match?.[1]) return ''
  sheet.blank(match.index, match.index + match[0].length, '\ue001')
  return match[1].replace(/\D/gu, '')
}

/** Blanks labels and postcodes; gives where the value of a label for the name begins. */
function takeLabels(sheet: Sheet): number | undefined {
  for (const match of [...sheet.text.matchAll(POSTCODE)])
    sheet.blank(match.index, match.index + match[0].length, '\ue002')
  let name: number | undefined
  for (const match of [...sheet.text.matchAll(LABEL)]) {
    const label = (match.slice(1).find(Boolean) ?? '').toLowerCase()
    const end = match.index + match[0].length
    sheet.blank(match.index, end, '\n')
    if (name === undefined && LABELS.name.split('|').includes(label)) name = end
  }
  return name
}

function takeRegion(sheet: Sheet, provinces: readonly Area[]): Found | undefined {
  const found = gazetteer(provinces).find(sheet.text)
  if (!found) return undefined
  sheet.blank(found.from, found.to, '\ue002')
  const before = /(?:中国大陆|中国|中华人民共和国)\s*$/u.exec(sheet.text.slice(0, found.from))
  if (before) sheet.blank(before.index, found.from, '\ue002')
  return found
}

interface Piece {
  from: number
  text: string
}

/** The pieces of what is not understood yet, cut at blanks and punctuation; Latin words in a row are one piece. */
function pieces(text: string): Piece[] {
  return [
    ...text.matchAll(/[A-Za-z][A-Za-z.'’-]*(?: [A-Za-z][A-Za-z.'’-]*)+|[^\s,，、;；|/\\。:：\ue001\ue002"“”「」]+/gu),
  ].map((match) => ({ from: match.index, text: match[0] }))
}

function takeName(
  sheet: Sheet,
  labelled: number | undefined,
  found: Found | undefined,
): { name: string; guessed: AddressPart[] } {
  const take = (from: number, length: number, name: string, guessed: AddressPart[]) => {
    sheet.blank(from, from + length, '\ue002')
    return { name: name.replace(EDGES, '').slice(0, 40), guessed }
  }
  for (const { from, text } of pieces(sheet.text))
    if (/^[(（]?(?:亲?收|启)[)）]?$/u.test(text)) sheet.blank(from, from + text.length, '\ue002')
  const all = pieces(sheet.text)
  if (labelled !== undefined) {
    const value = all.find(({ from }) => from >= labelled)
    const between = value && sheet.text.slice(labelled, value.from)
    if (value && !BREAK.test(between ?? '')) return take(value.from, value.text.length, withoutReceipt(value.text), [])
  }
  const phone = sheet.text.indexOf('\ue001')
  const ranked = all
    .map((piece) => ({ piece, score: likeness(piece, all, sheet.text, phone, found) }))
    .sort((one, other) => other.score - one.score)
  const best = ranked[0]
  if (best && best.score >= 4) {
    const { from, text } = best.piece
    return take(from, text.length, withoutReceipt(text), best.score < 7 ? ['name'] : [])
  }
  return takeGlued(all, phone, take)
}

/** A name that stands right behind the house number, before the mobile number or at the end. */
function takeGlued(
  all: readonly Piece[],
  phone: number,
  take: (
    from: number,
    length: number,
    name: string,
    guessed: AddressPart[],
  ) => { name: string; guessed: AddressPart[] },
): { name: string; guessed: AddressPart[] } {
  const beforePhone = phone < 0 ? undefined : all.findLast(({ from }) => from < phone)
  for (const piece of [beforePhone, all.at(-1)]) {
    const match = piece && HOUSE.exec(withoutReceipt(piece.text))
    const [, street, name] = match ?? []
    if (piece && street && name && isNamed(name) && !PLACE_ENDS.test(name))
      return take(piece.from + street.length, piece.text.length - street.length, name, ['name'])
  }
  return { name: '', guessed: [] }
}

function withoutReceipt(text: string): string {
  return text.replace(/[(（]?(?:亲?收|启)[)）]?$/u, '') || text
}

/** Whether it begins with a surname and is as long as names are, or is an address of courtesy. */
function isNamed(text: string): boolean {
  if (DOUBLE_SURNAME.test(text)) return text.length >= 3 && text.length <= 4
  if (!SURNAMES.has(text.charAt(0))) return false
  return HONORIFIC.test(text) ? text.length <= 5 : text.length >= 2 && text.length <= 3
}

/** How much a piece looks like the name of somebody. */
function likeness(piece: Piece, all: readonly Piece[], text: string, phone: number, found: Found | undefined): number {
  const name = withoutReceipt(piece.text)
  if (/\d/u.test(name) || /[#@&*]/u.test(name)) return -10
  const latin = /^[A-Za-z][A-Za-z.'’ -]*$/u.test(name)
  const joined = /^[\u4e00-\u9fff]+[·•][\u4e00-\u9fff·•]+$/u.test(name)
  const han = /^[\u4e00-\u9fff]+$/u.test(name)
  if (!latin && !han && !joined) return -10
  let score = 0
  if (isNamed(name)) score += 3
  else if (han && name.length === 1) score -= 4
  if (HONORIFIC.test(name)) score += 2
  if (latin) score += name.length > 2 ? 3 : 0
  if (joined) score += 5
  if (han && name.length > 4 && !HONORIFIC.test(name)) score -= 6
  if (han && PLACE_ENDS.test(name)) score -= isNamed(name) ? 3 : 6
  const end = piece.from + piece.text.length
  const nextTo = (from: number, to: number): boolean =>
    !/[^\s,，、;；|/\\。:：\-"“”「」\ue001\ue002]/u.test(text.slice(from, to))
  if (phone >= 0 && (piece.from < phone ? nextTo(end, phone) : nextTo(phone, piece.from))) score += 4
  if (found) {
    if (piece.from < found.from) score += 4
    else if (all.find(({ from }) => from >= found.to) === piece) score -= 3
  }
  return score
}

/** What is left, in one line: no blanks where Chinese stands beside them, no punctuation around gaps. */
function tidy(text: string): string {
  return text
    .split(/[\ue001\ue002\n]+/u)
    .map((part) =>
      part
        .replace(EDGES, '')
        .replace(/^[)）\]】]+|[(（[【]+$/gu, '')
        .replace(/[(（]\s*[)）]/gu, ''),
    )
    .filter(Boolean)
    .join(' ')
    .replace(/\s+/gu, ' ')
    .replace(/(?<=[\u4e00-\u9fff，、（）]) | (?=[\u4e00-\u9fff，、（）])/gu, '')
    .trim()
}

/** Whether the street holds something that is hardly a street: a telephone number, a text before the region. */
function isOdd(text: string, found: Found | undefined, street: string): boolean {
  if (!found) return true
  if (/\d{3,4}-\d{7,8}|\d{7,}|(?<!\d)\d{6}(?!\d)$/u.test(street)) return true
  return pieces(text).some(({ from }) => from < found.from)
}
