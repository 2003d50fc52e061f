/** Writes the service worker of a build, with the list of the build's files in it. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

export function serviceWorker(source: string, statics: string): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const built = Object.keys(bundle).filter((name) => /^assets\/.*\.(js|css)$/.test(name))
      const given = readdirSync(statics).filter((name) => /\.(js|svg|webmanifest)$/.test(name))
      const content = createHash('sha256').update(built.join())
      for (const name of given) content.update(readFileSync(join(statics, name)))
      const text = readFileSync(source, 'utf8')
        .replace('self.__FILES__', JSON.stringify([...built, ...given].sort().map((name) => `/app/${name}`)))
        .replace('self.__BUILD__', JSON.stringify(content.digest('hex').slice(0, 12)))
      this.emitFile({ type: 'asset', fileName: 'worker.js', source: text })
    },
  }
}
