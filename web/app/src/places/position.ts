/** Where this device is, as far as it says so. */

/** Why that is not known: not asked yet, forbidden, not found, not in time, or not possible here at all. */
export type NoFix = 'ask' | 'denied' | 'unavailable' | 'timeout' | 'unsupported'

export interface Fix {
  lat: number
  lng: number
  /** Within so many metres. */
  accuracy: number
}

/** The position could not be found. */
export class Unlocated extends Error {
  constructor(readonly why: NoFix) {
    super(why)
  }
}

const PATIENCE_MS = 15_000
const OLD_MS = 60_000
/** From so many metres on it is a guess. */
const GUESS_M = 2_000

/** Degrees to three decimals, some hundred metres: nothing more exact leaves the device. */
export function coarse(degrees: number): number {
  return Math.round(degrees * 1000) / 1000
}

/** How many kilometres a position may be off, where that is so much that it has to be told; otherwise 0. */
export function guess({ accuracy }: Fix): number {
  return accuracy >= GUESS_M ? Math.round(accuracy / 1000) : 0
}

/** By the code of the browser's error (GeolocationPositionError). */
export function why(code: number): NoFix {
  if (code === 1) return window.isSecureContext ? 'denied' : 'unsupported'
  return code === 3 ? 'timeout' : 'unavailable'
}

/** Ask the device; the browser asks the person where that is needed. Raises `Unlocated`. */
export function locate(): Promise<Fix> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new Unlocated('unsupported'))
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ lat: coarse(coords.latitude), lng: coarse(coords.longitude), accuracy: coords.accuracy }),
      ({ code }) => reject(new Unlocated(why(code))),
      { timeout: PATIENCE_MS, maximumAge: OLD_MS },
    )
  })
}

/** Whether the device may be asked without the browser asking the person. Undefined where the browser does not tell. */
export async function permission(): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: 'geolocation' })
  } catch {
    return undefined
  }
}
