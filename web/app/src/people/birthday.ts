/** Birthdays: how old somebody is, and which days there are. Days are days in Beijing, as on the server. */
const BEIJING = 8 * 3_600_000

export interface Day {
  year: string
  month: string
  day: string
}

/** Whole years between a birthday and a moment. */
export function ageOn(birthday: string, now: number): number {
  const today = new Date(now + BEIJING).toISOString().slice(0, 10)
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4))
  return today.slice(5) < birthday.slice(5) ? years - 1 : years
}

export function daysIn(year: string, month: string): number {
  return month ? new Date(Date.UTC(Number(year) || 2000, Number(month), 0)).getUTCDate() : 31
}

/** The day as the server writes it, or null while a part is missing or there is no such day. */
export function written({ year, month, day }: Day): string | null {
  if (!year || !month || !day || Number(day) > daysIn(year, month)) return null
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
