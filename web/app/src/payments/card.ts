/** Stripe's own script, which alone may see a card. It comes from Stripe's server, and only to the page that needs it. */
const SCRIPT = 'https://js.stripe.com/dahlia/stripe.js'

export interface Elements {
  create: (kind: 'payment') => { mount: (where: HTMLElement) => void; on: (what: 'ready', then: () => void) => void }
}

export interface StripeJs {
  elements: (options: { clientSecret: string; appearance: { theme: 'stripe' | 'night' } }) => Elements
  confirmPayment: (options: {
    elements: Elements
    confirmParams: { return_url: string }
  }) => Promise<{ error?: { message?: string } }>
}

type Make = (key: string, options: { locale: string }) => StripeJs

/** The key for browsers that the server put into this page; none where no card can be entered. */
export function publishableKey(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name=stripe-key]')?.content
}

/** What lets this browser pay, out of the address of the page: nobody is sent what follows the `#`. */
export function secretOf(url: string | null): string {
  return new URL(url ?? '', location.origin).hash.slice(1)
}

/** Rejects where the script does not come. */
export async function loadStripe(key: string, locale: string): Promise<StripeJs> {
  await new Promise((loaded, failed) => {
    const script = Object.assign(document.createElement('script'), { src: SCRIPT, onload: loaded, onerror: failed })
    document.head.append(script)
  })
  return (window as unknown as { Stripe: Make }).Stripe(key, { locale })
}
