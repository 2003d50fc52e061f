/** Writes each built text file a second and third time, compressed, so that the server never compresses while it serves. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(js|css|html|svg|webmanifest|json)$/
const WORTHWHILE_BYTES = 600

function* files(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* files(path)
    else if (TEXT.test(name)) yield path
  }
}

export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    enforce: 'post',
    writeBundle({ dir }) {
      for (const path of files(dir ?? '')) {
        const plain = readFileSync(path)
        if (plain.length < WORTHWHILE_BYTES) continue
        writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }))
        const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
        writeFileSync(`${path}.br`, brotliCompressSync(plain, { params: quality }))
      }
    },
  }
}
