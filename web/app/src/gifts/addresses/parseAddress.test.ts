import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AddressPart } from './gazetteer'
import { parseAddress } from './parseAddress'
import { grow, inWords, way, type Area } from './regions'

const provinces = grow(
  readFileSync(resolve(import.meta.dirname, '../../../../../kith/gifts/regions.csv'), 'utf-8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const [code = '', name = ''] = line.split(',')
      return { code, name }
    }),
)

/** Name, mobile, region in words, street, and what is to be looked at. */
type Row = [text: string, name: string, mobile: string, region: string, street: string, check?: AddressPart[]]

const M = '13800000000'
const XIHU = '浙江省 杭州市 西湖区'
const NOBODY: AddressPart[] = ['name', 'mobile']

const table: Row[] = [
  // As it is copied from elsewhere.
  ['张三 13800000000 浙江省杭州市西湖区文三路 1 号', '张三', M, XIHU, '文三路1号'],
  ['张三，13800000000，浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['浙江省杭州市西湖区文三路1号，张三，13800000000', '张三', M, XIHU, '文三路1号'],
  ['浙江省杭州市西湖区文三路1号 13800000000 张三', '张三', M, XIHU, '文三路1号'],
  ['13800000000 张三 浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['浙江省 杭州市 西湖区 文三路 1 号 张三 13800000000', '张三', M, XIHU, '文三路1号'],
  ['浙江省-杭州市-西湖区-文三路1号 张三 13800000000', '张三', M, XIHU, '文三路1号'],
  ['浙江省/杭州市/西湖区/文三路1号/张三/13800000000', '张三', M, XIHU, '文三路1号'],
  ['张三\n13800000000\n浙江省 杭州市 西湖区\n文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三\r\n138 0000 0000\r\n浙江省杭州市西湖区文三路1号\r\n', '张三', M, XIHU, '文三路1号'],
  // Without anything between.
  ['张三13800000000浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三浙江省杭州市西湖区文三路1号13800000000', '张三', M, XIHU, '文三路1号'],
  ['浙江省杭州市西湖区文三路1号张三13800000000', '张三', M, XIHU, '文三路1号', ['name']],
  [
    '13800000000浙江省杭州市西湖区文三路1号2幢3单元401室欧阳娜娜',
    '欧阳娜娜',
    M,
    XIHU,
    '文三路1号2幢3单元401室',
    ['name'],
  ],
  // With labels.
  [
    '收货人: 张三\n手机号: 13800000000\n所在地区: 浙江省杭州市西湖区\n详细地址: 文三路1号',
    '张三',
    M,
    XIHU,
    '文三路1号',
  ],
  [
    '收货人：张三 手机号码：13800000000 所在地区：浙江省 杭州市 西湖区 详细地址：文三路1号',
    '张三',
    M,
    XIHU,
    '文三路1号',
  ],
  ['收件人:张三手机号:13800000000所在地区:浙江省杭州市西湖区详细地址:文三路1号', '张三', M, XIHU, '文三路1号'],
  ['姓名 张三 电话 13800000000 地址 浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['【收货人】张三\n【手机】13800000000\n【地址】浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['收货人张三，电话13800000000，地址浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['地址：浙江省杭州市西湖区文三路1号；联系人：小鱼；联系电话：13800000000', '小鱼', M, XIHU, '文三路1号'],
  [
    'Name: Anna Smith, Phone: +86 138 0000 0000, Address: 浙江省杭州市西湖区文三路1号',
    'Anna Smith',
    M,
    XIHU,
    '文三路1号',
  ],
  ['收货人：张三\n邮编：310012\n手机：13800000000\n浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  [
    '省份：浙江省\n城市：杭州市\n区县：西湖区\n街道：文三路1号\n姓名：张三\n电话：13800000000',
    '张三',
    M,
    XIHU,
    '文三路1号',
  ],
  // Numbers as people write them.
  ['张三 +86 13800000000 浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 +86-138-0000-0000 浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 (+86) 138 0000 0000 浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 008613800000000 浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 86 13800000000 浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 １３８００００００００ 浙江省杭州市西湖区文三路１号', '张三', M, XIHU, '文三路1号'],
  ['浙江省杭州市西湖区文三路弄151 13800000000 张三', '张三', M, XIHU, '文三路弄151'],
  // Municipalities.
  ['李四 13911112222 北京市朝阳区建国路 88 号', '李四', '13911112222', '北京市 朝阳区', '建国路88号'],
  ['李四 13911112222 北京市北京市朝阳区建国路88号', '李四', '13911112222', '北京市 朝阳区', '建国路88号'],
  ['李四 13911112222 北京北京市朝阳区建国路88号', '李四', '13911112222', '北京市 朝阳区', '建国路88号'],
  ['李四 13911112222 北京市市辖区朝阳区建国路88号', '李四', '13911112222', '北京市 朝阳区', '建国路88号'],
  ['李四 13911112222 上海浦东新区世纪大道100号', '李四', '13911112222', '上海市 浦东新区', '世纪大道100号'],
  ['上海市黄浦区南京东路100号 李四 13911112222', '李四', '13911112222', '上海市 黄浦区', '南京东路100号'],
  ['李四 13911112222 重庆市忠县忠州大道1号', '李四', '13911112222', '重庆市 忠县', '忠州大道1号'],
  // Autonomous regions and prefectures.
  [
    '王五 15012345678 内蒙古自治区呼和浩特市新城区新华大街1号',
    '王五',
    '15012345678',
    '内蒙古自治区 呼和浩特市 新城区',
    '新华大街1号',
  ],
  [
    '王五 15012345678 内蒙古呼和浩特市新城区新华大街1号',
    '王五',
    '15012345678',
    '内蒙古自治区 呼和浩特市 新城区',
    '新华大街1号',
  ],
  [
    '王五 15012345678 广西南宁市青秀区民族大道1号',
    '王五',
    '15012345678',
    '广西壮族自治区 南宁市 青秀区',
    '民族大道1号',
  ],
  [
    '王五 15012345678 新疆维吾尔自治区乌鲁木齐市天山区解放路1号',
    '王五',
    '15012345678',
    '新疆维吾尔自治区 乌鲁木齐市 天山区',
    '解放路1号',
  ],
  [
    '阿凡提·买买提 15012345678 新疆喀什地区喀什市解放路1号',
    '阿凡提·买买提',
    '15012345678',
    '新疆维吾尔自治区 喀什地区 喀什市',
    '解放路1号',
  ],
  [
    '王五 15012345678 湖北省恩施土家族苗族自治州恩施市舞阳大道1号',
    '王五',
    '15012345678',
    '湖北省 恩施土家族苗族自治州 恩施市',
    '舞阳大道1号',
  ],
  [
    '王五 15012345678 湖北恩施州利川市清江大道1号',
    '王五',
    '15012345678',
    '湖北省 恩施土家族苗族自治州 利川市',
    '清江大道1号',
  ],
  [
    '王五 15012345678 云南大理白族自治州大理市人民路1号',
    '王五',
    '15012345678',
    '云南省 大理白族自治州 大理市',
    '人民路1号',
  ],
  ['王五 15012345678 吉林省吉林市昌邑区吉林大街1号', '王五', '15012345678', '吉林省 吉林市 昌邑区', '吉林大街1号'],
  [
    '王五 15012345678 丰宁满族自治县大阁镇新丰路1号',
    '王五',
    '15012345678',
    '河北省 承德市 丰宁满族自治县',
    '大阁镇新丰路1号',
  ],
  // Levels left out.
  ['张三 13800000000 杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 13800000000 杭州西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 13800000000 浙江杭州西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 13800000000 浙江省西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 13800000000 浙江 杭州 西湖 文三路1号', '张三', M, XIHU, '文三路1号'],
  ['张三 13800000000 杭州西湖文三路1号', '张三', M, XIHU, '文三路1号', ['district']],
  ['张三 13800000000 浙江省义乌市稠州北路1号', '张三', M, '浙江省 金华市 义乌市', '稠州北路1号'],
  ['张三 13800000000 义乌市稠州北路1号', '张三', M, '浙江省 金华市 义乌市', '稠州北路1号'],
  ['张三 13800000000 湖北省仙桃市沔阳大道1号', '张三', M, '湖北省 仙桃市', '沔阳大道1号'],
  ['张三 13800000000 湖北省省直辖县级行政区划仙桃市沔阳大道1号', '张三', M, '湖北省 仙桃市', '沔阳大道1号'],
  ['张三 13800000000 中国浙江省杭州市西湖区文三路1号', '张三', M, XIHU, '文三路1号'],
  // Cities without districts.
  ['赵六 18600001111 广东省东莞市长安镇长青路1号', '赵六', '18600001111', '广东省 东莞市 长安镇', '长青路1号'],
  ['赵六 18600001111 广东省东莞市东莞市南城区鸿福路1号', '赵六', '18600001111', '广东省 东莞市 南城街道', '鸿福路1号'],
  ['赵六 18600001111 中山市石岐街道孙文路1号', '赵六', '18600001111', '广东省 中山市 石岐街道', '孙文路1号'],
  // Names of all kinds.
  ['王先生 13800000000 浙江省杭州市西湖区文三路1号', '王先生', M, XIHU, '文三路1号'],
  ['Leo 13800000000 浙江省杭州市西湖区文三路1号', 'Leo', M, XIHU, '文三路1号'],
  ['小鱼 13800000000 浙江省杭州市西湖区文三路1号', '小鱼', M, XIHU, '文三路1号'],
  ['浙江省杭州市西湖区 龙井村 13800000000 张三', '张三', M, XIHU, '龙井村'],
  ['浙江省杭州市西湖区文三路1号 张三（收） 13800000000', '张三', M, XIHU, '文三路1号'],
  ['浙江省杭州市西湖区文三路1号 张三 收 13800000000', '张三', M, XIHU, '文三路1号'],
  ['李城 13800000000 浙江省杭州市西湖区文三路1号', '李城', M, XIHU, '文三路1号'],
  // Streets that look like something else.
  ['张三 13800000000 浙江省杭州市西湖区北京路上海大厦A座 1201', '张三', M, XIHU, '北京路上海大厦A座1201'],
  ['张三 13800000000 浙江省杭州市西湖区文三路1号（北门）', '张三', M, XIHU, '文三路1号（北门）'],
  ['张三 13800000000 浙江省杭州市西湖区文三路1号 SOHO 3Q 5F', '张三', M, XIHU, '文三路1号SOHO 3Q 5F'],
  // What is missing or not recognised.
  ['浙江省杭州市西湖区文三路1号', '', '', XIHU, '文三路1号', NOBODY],
  ['张三 13800000000', '张三', M, '', '', ['province', 'city', 'district', 'street']],
  ['张三 13800000000 文三路1号', '张三', M, '', '文三路1号', ['province', 'city', 'district', 'street']],
  ['张三 13800000000 朝阳区建国路88号', '张三', M, '', '朝阳区建国路88号', ['province', 'city', 'district', 'street']],
  ['张三 13800000000 江苏省鼓楼区中山路1号', '张三', M, '江苏省', '鼓楼区中山路1号', ['city', 'district']],
  ['张三 13800000000 浙江省杭州市文三路1号', '张三', M, '浙江省 杭州市', '文三路1号', ['district']],
  ['张三 0571-88888888 浙江省杭州市西湖区文三路1号', '张三', '', XIHU, '0571-88888888文三路1号', ['mobile', 'street']],
  ['张三 13800000000 南京路100号', '张三', M, '', '南京路100号', ['province', 'city', 'district', 'street']],
  ['张三 13800000000 浙江省杭州市西湖区', '张三', M, XIHU, '', ['street']],
  ['13800000000', '', M, '', '', ['name', 'province', 'city', 'district', 'street']],
  ['', '', '', '', '', ['name', 'mobile', 'province', 'city', 'district', 'street']],
]

describe('parseAddress', () => {
  it.each(table)('%s', (text, name, mobile, region, street, check = []) => {
    const parsed = parseAddress(text, provinces)
    expect({
      name: parsed.name,
      mobile: parsed.mobile,
      region: inWords(provinces, parsed),
      street: parsed.street,
      check: [...parsed.check].sort(),
    }).toEqual({ name, mobile, region, street, check: [...check].sort() })
  })

  it('reads any district of the country, in any order, with any separator', () => {
    const any = dice(20150101)
    const names = ['张三', '欧阳娜娜', '林晚', '王女士', '叶知秋', 'Leo']
    const streets = ['文三路1号', '人民大道88号3幢2单元401室', '解放街12号', '和平里小区5栋']
    const orders = ['nmr', 'rnm', 'mnr', 'nrm', 'rmn']
    const between = [' ', '，', ',', '\n', ' ; ', '  ']
    for (let round = 0; round < 600; round++) {
      const { province, city, district } = anyDistrict(any)
      const name = pick(any, names)
      const digits = `1${3 + any(7)}${String(any(1_000_000_000)).padStart(9, '0')}`
      const mobile = pick(any, [
        digits,
        `+86 ${digits}`,
        `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`,
        `${digits.slice(0, 3)}-${digits.slice(3, 7)}-${digits.slice(7)}`,
      ])
      const street = pick(any, streets)
      const gap = pick(any, ['', ' ', '-', '/'])
      const region = [province, city, district].map((area) => area.name).join(gap) + gap + street
      const part = { n: name, m: mobile, r: region }
      const text = [...pick(any, orders)].map((key) => part[key as keyof typeof part]).join(pick(any, between))
      const { name: who, mobile: number, street: where, ...codes } = parseAddress(text, provinces)
      const read = { who, number, where, way: way(provinces, codes).map(({ code }) => code), text }
      const meant = {
        who: name,
        number: digits,
        where: street,
        way: [province, city, district].map(({ code }) => code),
      }
      expect(read).toEqual({ ...meant, text })
    }
  })

  it('never fails, and names whatever is missing', () => {
    const any = dice(7)
    const signs = [...'张王浙江省杭州市西湖区文三路号楼收货人手机地址:：,，; \n-13800000000+86()（）A座Leo·#']
    for (let round = 0; round < 400; round++) {
      const text = Array.from({ length: any(60) }, () => pick(any, signs)).join('')
      const parsed = parseAddress(text, provinces)
      expect(parsed.mobile).toMatch(/^(1[3-9]\d{9})?$/)
      expect(parsed.street).not.toMatch(/[\r\n\ue001\ue002]|^\s|\s$/)
      expect(parsed.name).not.toMatch(/[\r\n\ue001\ue002]|^\s|\s$/)
      for (const part of ['name', 'mobile', 'province', 'city', 'district', 'street'] as const)
        if (!parsed[part]) expect(parsed.check).toContain(part)
    }
  })
})

describe('regions', () => {
  it('grow into a tree', () => {
    expect(provinces).toHaveLength(34)
    expect(inWords(provinces, { province: '330000', city: '330100', district: '330106' })).toBe(XIHU)
    expect(inWords(provinces, { province: '110000', city: '110100', district: '110105' })).toBe('北京市 朝阳区')
    expect(inWords(provinces, { province: '330000', city: '', district: '' })).toBe('浙江省')
  })
})

/** The same throws for the same seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

function pick<T>(any: (sides: number) => number, from: readonly T[]): T {
  return from[any(from.length)] as T
}

function anyDistrict(any: (sides: number) => number): { province: Area; city: Area; district: Area } {
  for (;;) {
    const province = pick(any, provinces)
    const city = pick(any, province.areas)
    if (city?.areas.length) return { province, city, district: pick(any, city.areas) }
  }
}
