// Before the first paint: the theme that was chosen, or the one of the device.
;(() => {
  let chosen = 'auto'
  try {
    chosen = localStorage.getItem('kith.theme') || 'auto'
  } catch {
    // Storage may be forbidden; then the device decides.
  }
  const dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
