/** Writes the service worker of a build, with the list of the build's files in it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

export function serviceWorker(source: string): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => /^assets\/.*\.(js|css)$/.test(name))
        .sort()
        .map((name) => `/app/${name}`)
      const build = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
      const text = readFileSync(source, 'utf8')
        .replace('self.__FILES__', JSON.stringify(files))
        .replace('self.__BUILD__', JSON.stringify(build))
      this.emitFile({ type: 'asset', fileName: 'worker.js', source: text })
    },
  }
}
