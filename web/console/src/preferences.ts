/** What this browser remembers of its operator's taste, and shares with the app: language and theme. */
import { LANGUAGES, preferred, speak, type Language } from '@kith/i18n/console'
import { ref } from 'vue'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

function read<T extends string>(name: string, allowed: readonly T[]): T | undefined {
  try {
    return allowed.find((one) => one === localStorage.getItem(name))
  } catch {
    return undefined
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

export const language = ref<Language>(read('kith.language', LANGUAGES) ?? preferred())
export const theme = ref<Theme>(read('kith.theme', THEMES) ?? 'auto')

export async function setLanguage(chosen: Language): Promise<void> {
  await speak(chosen)
  language.value = chosen
  write('kith.language', chosen)
}

// Who never chose a language here speaks that of the device, and changes with it.
window.addEventListener('languagechange', () => {
  if (read('kith.language', LANGUAGES)) return
  const chosen = preferred()
  void speak(chosen).then(() => (language.value = chosen))
})

const device = matchMedia('(prefers-color-scheme: dark)')

function paint(): void {
  const dark = theme.value === 'dark' || (theme.value === 'auto' && device.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

export function setTheme(chosen: Theme): void {
  theme.value = chosen
  write('kith.theme', chosen)
  paint()
}

device.addEventListener('change', paint)
paint()
