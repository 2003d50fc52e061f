/** By whose link somebody came: kept on this device until there is an account, and told once, when it is made. */
const KEY = 'kith.invite'

export function comeBy(code: string): void {
  localStorage.setItem(KEY, code)
}

export function cameBy(): string {
  return localStorage.getItem(KEY) ?? ''
}

export function arrived(): void {
  localStorage.removeItem(KEY)
}
