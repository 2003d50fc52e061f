/**
 * Reads a Chinese address that somebody pasted: who, which mobile number, which region, which street, in any order, with or
 * without punctuation and labels. Nothing leaves the device. What is not recognised stays in the street, and whatever is
 * missing or guessed is named in `check`.
 */
import type { Address } from '@kith/api'
import type { Area } from './regions'

export type AddressPart = keyof Address

export interface Parsed extends Address {
  /** What the person should look at: missing, guessed, or with something in it that was not recognised. */
  check: AddressPart[]
}

const SEPARATOR = /[\s,，、;；|/\\。．.:：\-－—–_>→~·•()（）[\]【】"'“”「」]/
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

/** What makes the short name of a place the beginning of another name: a street, a bridge, a university … */
const NO_PLACE =
  /^(?:[东南西北中前后上下内外新老一二三四五六七八九十]{0,2}(?:路|街|大街|大道|道|巷|弄|胡同|里|村|镇|乡|广场|大厦|大楼|小区|花园|公园|银行|大学|学院|中学|小学|医院|饭店|酒店|宾馆|火车站|站|桥|门|寺|城|港|湾)|[省市区县旗州盟])/u

const PEOPLES =
  '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|怒|鄂温克|裕固|保安|独龙|鄂伦春|塔吉克'
const OF_PEOPLES = new RegExp(`^(.{2,}?)(?:(?:${PEOPLES})族?)*(?:各族)?自治(州|县|旗)$`, 'u')
const FILLER =
  /^(?:市辖区|省直辖县级行政区划|省直辖县级行政单位|自治区直辖县级行政区划|省直辖县|直辖县|县级市|县(?=[^\u4e00-\u9fff]*[\u4e00-\u9fff]{1,12}县))/u

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

interface Name {
  text: string
  whole: boolean
}

interface Found {
  from: number
  to: number
  province?: Area
  city?: Area
  district?: Area
  score: number
  guessed: AddressPart[]
}

/** What is guessed where only the short name of a place was found. */
const ALONE: AddressPart[] = ['province', 'city']

/** Everything that the parser must know of the regions, built once for each tree. */
class Gazetteer {
  private readonly names = new Map<Area, Name[]>()
  /** Provinces and cities by the first sign of their names. */
  private readonly beginning = new Map<string, { province: Area; city?: Area }[]>()
  /** Districts by their whole name, towns left out: a town may stand in any street. */
  private readonly districts = new Map<string, { province: Area; city: Area; district: Area }[]>()

  constructor(readonly provinces: readonly Area[]) {
    for (const province of provinces) {
      this.names.set(province, provinceNames(province.name))
      this.index(province)
      for (const city of province.areas) {
        this.names.set(city, isPlace(city.name) ? cityNames(city.name) : [])
        if (isPlace(city.name)) this.index(province, city)
        for (const district of city.areas) {
          this.names.set(district, districtNames(district.name))
          if (!/[区县市旗]$/u.test(district.name) || district.name.length < 3) continue
          const same = this.districts.get(district.name) ?? []
          this.districts.set(district.name, [...same, { province, city, district }])
        }
      }
    }
  }

  private index(province: Area, city?: Area): void {
    const sign = (city ?? province).name.charAt(0)
    this.beginning.set(sign, [...(this.beginning.get(sign) ?? []), city ? { province, city } : { province }])
  }

  /** The best reading of the text as a region. */
  find(text: string): Found | undefined {
    let best: Found | undefined
    for (let at = 0; at < text.length; at++) {
      for (const found of this.startingAt(text, at)) if (!best || found.score > best.score) best = found
    }
    return best
  }

  private *startingAt(text: string, at: number): Generator<Found> {
    for (const { province, city } of this.beginning.get(text.charAt(at)) ?? []) {
      const named = this.named(city ?? province, text, at)
      if (!named) continue
      const to = at + named.text.length
      const base = { from: at, province, guessed: named.whole ? [] : ALONE }
      if (city) yield* this.districtsOf(text, to, { ...base, city, score: 20 + worth(named) }, [city])
      else yield* this.inProvince(text, to, { ...base, score: 10 + worth(named) }, province.areas)
    }
    for (let size = 3; size <= 15; size++) {
      const same = this.districts.get(text.slice(at, at + size))
      const only = same?.length === 1 ? same[0] : undefined
      if (only) yield { from: at, to: at + size, ...only, score: 30 + size, guessed: [] }
    }
  }

  private *inProvince(text: string, to: number, base: Omit<Found, 'to'>, cities: readonly Area[]): Generator<Found> {
    const next = skip(text, to)
    for (const city of cities) {
      const named = this.named(city, text, next)
      if (!named) continue
      const score = base.score + 20 + worth(named)
      yield* this.districtsOf(text, next + named.text.length, { ...base, city, score, guessed: [] }, [city])
    }
    yield* this.districtsOf(text, to, base, cities)
  }

  /** The reading so far, with each district of these cities that follows, and without one. */
  private *districtsOf(text: string, at: number, base: Omit<Found, 'to'>, cities: readonly Area[]): Generator<Found> {
    yield { ...base, to: at }
    // A district may begin with the name of its city; only where it does not, the city may have been said twice.
    const plainly = skip(text, at)
    const again =
      base.city && text.startsWith(base.city.name, plainly) ? skip(text, plainly + base.city.name.length) : plainly
    for (const next of plainly === again ? [plainly] : [plainly, again]) {
      const found = this.districtAt(text, next, base, cities)
      if (found) return yield found
    }
  }

  private districtAt(text: string, next: number, base: Omit<Found, 'to'>, cities: readonly Area[]): Found | undefined {
    const fitting = cities.flatMap((city) =>
      city.areas.flatMap((district) => {
        const named = this.named(district, text, next)
        return named ? [{ city, district, named }] : []
      }),
    )
    const longest = Math.max(0, ...fitting.map(({ named }) => named.text.length))
    const [only, other] = fitting.filter(({ named }) => named.text.length === longest)
    if (!only || other) return undefined
    const to = next + only.named.text.length
    const sure = only.named.whole || to === text.length || SEPARATOR.test(text.charAt(to))
    return {
      ...base,
      city: only.city,
      district: only.district,
      to,
      score: base.score + 30 + worth(only.named),
      guessed: sure ? [] : ['district'],
    }
  }

  private named(area: Area, text: string, at: number): Name | undefined {
    return this.names
      .get(area)
      ?.find(
        (name) => text.startsWith(name.text, at) && (name.whole || !NO_PLACE.test(text.slice(at + name.text.length))),
      )
  }
}

function worth(name: Name): number {
  return name.text.length - (name.whole ? 0 : 2)
}

function isPlace(city: string): boolean {
  return city !== '县' && !city.includes('直辖县')
}

/** Whole names first, so that the longest reading wins. */
function byLength(whole: readonly string[], short: readonly string[]): Name[] {
  const names = [
    ...whole.map((text) => ({ text, whole: true })),
    ...short.filter((text) => text.length > 1 && !whole.includes(text)).map((text) => ({ text, whole: false })),
  ]
  return names.sort((one, other) => other.text.length - one.text.length)
}

function provinceNames(name: string): Name[] {
  const short = name.replace(/(?:维吾尔|壮族|回族)?(?:自治区|特别行政区|省|市)$/u, '')
  const whole = [name, `${short}省`, `${short}自治区`]
  return byLength(whole, short === '内蒙古' ? [short, '内蒙'] : [short])
}

function cityNames(name: string): Name[] {
  const peoples = OF_PEOPLES.exec(name)
  if (peoples?.[1]) return byLength([name, `${peoples[1]}州`, `${peoples[1]}自治州`], [peoples[1]])
  return byLength([name], [name.replace(/(?:市|地区|盟)$/u, '')])
}

function districtNames(name: string): Name[] {
  const peoples = OF_PEOPLES.exec(name)
  if (peoples?.[1])
    return byLength([name, `${peoples[1]}${peoples[2]}`, `${peoples[1]}自治${peoples[2]}`], [peoples[1]])
  const street = /^(.{2,})街道(?:办事处)?$/u.exec(name)
  if (street?.[1]) return byLength([name, `${street[1]}街道`, `${street[1]}街道办事处`, `${street[1]}区`], [street[1]])
  return byLength([name], [name.replace(/(?:新区|矿区|林区|区|县|市|旗|镇|乡)$/u, '')])
}

/** Over separators and over words that are no names. */
function skip(text: string, from: number): number {
  let at = from
  for (;;) {
    const rest = text.slice(at)
    const filler = FILLER.exec(rest)?.[0]
    if (rest && SEPARATOR.test(rest.charAt(0))) at += 1
    else if (filler) at += filler.length
    else return at
  }
}

const known = new WeakMap<readonly Area[], Gazetteer>()

function gazetteer(provinces: readonly Area[]): Gazetteer {
  const made = known.get(provinces) ?? new Gazetteer(provinces)
  known.set(provinces, made)
  return made
}

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
