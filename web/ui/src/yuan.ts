/** Fen as yuan in figures: the sign in front, thousands apart, fen only where there are any. */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = Math.abs(fen) % 100
  return `${fen < 0 ? '−' : ''}¥${whole}${rest ? `.${String(rest).padStart(2, '0')}` : ''}`
}
