/** Finds a province, city and district at any place of a text, whole or by their short names. */
import type { Address } from '@kith/api'
import type { Area } from './regions'

export type AddressPart = keyof Address

const SEPARATOR = /[\s,，、;；|/\\。．.:：\-－—–_>→~·•()（）[\]【】"'“”「」]/

/** What makes the short name of a place the beginning of another name: a street, a bridge, a university … */
const NO_PLACE =
  /^(?:[东南西北中前后上下内外新老一二三四五六七八九十]{0,2}(?:路|街|大街|大道|道|巷|弄|胡同|里|村|镇|乡|广场|大厦|大楼|小区|花园|公园|银行|大学|学院|中学|小学|医院|饭店|酒店|宾馆|火车站|站|桥|门|寺|城|港|湾)|[省市区县旗州盟])/u

const PEOPLES =
  '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|怒|鄂温克|裕固|保安|独龙|鄂伦春|塔吉克'
const OF_PEOPLES = new RegExp(`^(.{2,}?)(?:(?:${PEOPLES})族?)*(?:各族)?自治(州|县|旗)$`, 'u')
const FILLER =
  /^(?:市辖区|省直辖县级行政区划|省直辖县级行政单位|自治区直辖县级行政区划|省直辖县|直辖县|县级市|县(?=[^\u4e00-\u9fff]*[\u4e00-\u9fff]{1,12}县))/u

interface Name {
  text: string
  whole: boolean
}

export interface Found {
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

/** What is known of these regions. */
export function gazetteer(provinces: readonly Area[]): Gazetteer {
  const made = known.get(provinces) ?? new Gazetteer(provinces)
  known.set(provinces, made)
  return made
}
