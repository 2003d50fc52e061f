import { describe, expect, it } from 'vitest'
import { blank, mistakes, neat } from './address'
import { grow } from './regions'

const provinces = grow([
  { code: '330000', name: '浙江省' },
  { code: '330100', name: '杭州市' },
  { code: '330106', name: '西湖区' },
])
const good = {
  name: '张三',
  mobile: '13800000000',
  province: '330000',
  city: '330100',
  district: '330106',
  street: '文三路1号',
}

describe('an address', () => {
  it('is made neat', () => {
    const typed = { ...good, name: ' 张\n三 ', mobile: '+86 138-0000-0000', street: '文三路 \n 1号 ', address_id: 'x' }
    expect(neat(typed)).toEqual({ ...good, name: '张 三', street: '文三路 1号' })
  })

  it.each([
    [{}, {}],
    [blank(), { name: 'name', mobile: 'mobile', province: 'province', street: 'street' }],
    [{ name: '长'.repeat(41) }, { name: 'nameLong' }],
    [{ name: '𠮷'.repeat(40) }, {}],
    [{ mobile: '12800000000' }, { mobile: 'mobileForm' }],
    [{ mobile: '1380000000' }, { mobile: 'mobileForm' }],
    [{ city: '', district: '' }, { city: 'city' }],
    [{ district: '' }, { district: 'district' }],
    [{ district: '330199' }, { province: 'belong' }],
    [{ street: '长'.repeat(121) }, { street: 'streetLong' }],
  ])('%j is told as %j', (change, told) => {
    expect(mistakes({ ...good, ...change }, provinces)).toEqual(told)
  })
})
