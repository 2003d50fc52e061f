/** How old somebody is. Days are days in Beijing, as on the server. */
const BEIJING = 8 * 3_600_000

/** Whole years between a birthday and a moment. */
export function ageOn(birthday: string, now: number): number {
  const today = new Date(now + BEIJING).toISOString().slice(0, 10)
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4))
  return today.slice(5) < birthday.slice(5) ? years - 1 : years
}
