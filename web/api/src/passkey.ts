/** Passkeys in this browser: whether there can be any, making one, and signing in with one. */
import type { Credential, NewCredential, PasskeyOptions } from '.'

type Options = PasskeyOptions['options']

/** Whether passkeys work here. Browsers make none for a site that goes by a number: that is `address`. */
export function passkeySupport(): 'yes' | 'no' | 'address' {
  if (!window.isSecureContext || !('PublicKeyCredential' in window)) return 'no'
  return isNumber(location.hostname) ? 'address' : 'yes'
}

/** Why the browser made or used none, as far as it says: cancelled and run out of time are one and the same. */
export type Hindrance = 'cancelled' | 'known' | 'unable'

export function hindrance(error: unknown): Hindrance | undefined {
  if (!(error instanceof DOMException)) return undefined
  if (error.name === 'NotAllowedError' || error.name === 'AbortError') return 'cancelled'
  return error.name === 'InvalidStateError' ? 'known' : 'unable'
}

/** Let the device make a passkey. Throws what `hindrance` understands. */
export async function makePasskey(options: Options): Promise<NewCredential> {
  const asked = options as unknown as PublicKeyCredentialCreationOptionsJSON
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: asked.excludeCredentials?.map((one) => ({ ...one, id: bytes(one.id) })),
  } as PublicKeyCredentialCreationOptions
  const made = given(await navigator.credentials.create({ publicKey }))
  const response = made.response as AuthenticatorAttestationResponse
  return {
    id: made.id,
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      attestationObject: base64url(response.attestationObject),
      transports: (response as Partial<AuthenticatorAttestationResponse>).getTransports?.call(response) ?? [],
    },
  }
}

/**
 * Let somebody choose a passkey and unlock it. With `offer` it waits, in silence, for one to be chosen among what the
 * browser offers to fill in. Throws what `hindrance` understands.
 */
export async function usePasskey(options: Options, signal: AbortSignal, offer: boolean): Promise<Credential> {
  const asked = options as unknown as PublicKeyCredentialRequestOptionsJSON
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    allowCredentials: [],
  } as PublicKeyCredentialRequestOptions
  const mediation = offer ? 'conditional' : 'optional'
  const used = given(await navigator.credentials.get({ publicKey, signal, mediation }))
  const response = used.response as AuthenticatorAssertionResponse
  return {
    id: used.id,
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      authenticatorData: base64url(response.authenticatorData),
      signature: base64url(response.signature),
      userHandle: response.userHandle && base64url(response.userHandle),
    },
  }
}

/** Whether this browser can offer passkeys where something is typed. */
export async function canOffer(): Promise<boolean> {
  if (passkeySupport() !== 'yes') return false
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false
}

/** Tell the device that a passkey of its is worth nothing any more, so that it stops offering it. */
export function forgetPasskey(options: Options, credentialId: string): void {
  const said = PublicKeyCredential as { signalUnknownCredential?: (one: object) => Promise<void> }
  said.signalUnknownCredential?.({ rpId: options.rpId, credentialId }).catch(() => undefined)
}

export function base64url(buffer: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
}

export function isNumber(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.startsWith('[')
}

function given(credential: globalThis.Credential | null): PublicKeyCredential {
  if (!credential) throw new DOMException('', 'NotAllowedError')
  return credential as PublicKeyCredential
}
