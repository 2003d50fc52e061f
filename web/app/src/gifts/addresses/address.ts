/** An address while it is filled in: what is wrong with it, and the form in which the server takes it. */
import type { Address } from '@kith/api'
import type { AddressPart } from './gazetteer'
import { way, type Area } from './regions'

export type { AddressPart } from './gazetteer'

export const PARTS: readonly AddressPart[] = ['name', 'mobile', 'province', 'city', 'district', 'street']
export const NAME_LENGTH = 40
export const STREET_LENGTH = 120

/** Why a part is wrong: a word under `received.address.wrong`. */
export type Wrong =
  'name' | 'nameLong' | 'mobile' | 'mobileForm' | 'province' | 'city' | 'district' | 'belong' | 'street' | 'streetLong'
export type Mistakes = Partial<Record<AddressPart, Wrong>>

export function blank(): Address {
  return { name: '', mobile: '', province: '', city: '', district: '', street: '' }
}

/** In one line each, the number without its country and its gaps. */
export function neat(address: Address): Address {
  const line = (text: string): string => text.replace(/\s+/gu, ' ').trim()
  return {
    ...PARTS.reduce((all, part) => ({ ...all, [part]: address[part] }), blank()),
    name: line(address.name),
    mobile: address.mobile.replace(/[\s\-()（）]/gu, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/u, ''),
    street: line(address.street),
  }
}

/** What is wrong with a neat address; empty when the server will take it. */
export function mistakes(address: Address, provinces: readonly Area[]): Mistakes {
  const wrong: Mistakes = {}
  const long = (text: string, most: number): boolean => [...text].length > most
  if (!address.name) wrong.name = 'name'
  else if (long(address.name, NAME_LENGTH)) wrong.name = 'nameLong'
  if (!address.mobile) wrong.mobile = 'mobile'
  else if (!/^1[3-9]\d{9}$/u.test(address.mobile)) wrong.mobile = 'mobileForm'
  const missing = (['province', 'city', 'district'] as const).find((part) => !address[part])
  if (missing) wrong[missing] = missing
  else if (way(provinces, address).length < 3) wrong.province = 'belong'
  if (!address.street) wrong.street = 'street'
  else if (long(address.street, STREET_LENGTH)) wrong.street = 'streetLong'
  return wrong
}
