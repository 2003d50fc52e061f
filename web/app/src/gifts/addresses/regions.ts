/** The provinces, cities and districts of the mainland as a tree, from the flat list of the server. */
import { listRegionsOptions, type Address, type Problem, type Region } from '@kith/api'
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query'

export interface Area {
  code: string
  name: string
  /** The cities of a province, the districts of a city; empty for a district. */
  areas: Area[]
}

/** Provinces with their cities with their districts, each in the order of their codes. */
export function grow(regions: readonly Region[]): Area[] {
  const areas = new Map(regions.map(({ code, name }) => [code, { code, name, areas: [] } as Area]))
  const provinces: Area[] = []
  for (const area of areas.values()) {
    if (area.code.endsWith('0000')) provinces.push(area)
    else
      areas
        .get(area.code.endsWith('00') ? `${area.code.slice(0, 2)}0000` : `${area.code.slice(0, 4)}00`)
        ?.areas.push(area)
  }
  return provinces
}

/** The tree, fetched once for as long as the page lives. */
export function useRegions(): UseQueryReturnType<Area[], Problem> {
  return useQuery({ ...listRegionsOptions(), select: grow, staleTime: Infinity, gcTime: Infinity })
}

/** A district with its city and its province, as far as the codes name any. */
export function way(provinces: readonly Area[], codes: Pick<Address, 'province' | 'city' | 'district'>): Area[] {
  const province = provinces.find(({ code }) => code === codes.province)
  const city = province?.areas.find(({ code }) => code === codes.city)
  const district = city?.areas.find(({ code }) => code === codes.district)
  return [province, city, district].filter((area) => area !== undefined)
}

/** The region in one line; a municipality is not named twice, and what is no name of a place not at all. */
export function inWords(provinces: readonly Area[], codes: Pick<Address, 'province' | 'city' | 'district'>): string {
  const names = way(provinces, codes).map(({ name }) => name)
  return names.filter((name, at) => name !== names[at - 1] && name !== '县' && !name.includes('直辖县')).join(' ')
}
