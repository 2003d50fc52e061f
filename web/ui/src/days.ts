/** Days of a month, 1 to 28–31. Without a year February has 29: somebody may be born on it. */
export function daysIn(year: string, month: string): number {
  if (!month) return 31
  return new Date(Date.UTC(Number(year || 2000), Number(month), 0)).getUTCDate()
}
