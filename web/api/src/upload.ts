/** Uploading a file with its progress, which only this way of asking tells. */
import type { Problem } from './generated/types.gen'

/** What came back: what was made of the file, a refusal, or nothing at all. */
export type Answer<Made> = { made: Made } | { problem: Problem | null; status: number }

/** Send the file; `progress` hears which part of it has gone, from 0 to 1. An aborted upload never answers. */
export function sendFile<Made>(
  method: 'POST' | 'PUT',
  url: string,
  file: Blob,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<Answer<Made>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    request.responseType = 'json'
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total ? loaded / total : 0))
    request.addEventListener('load', () => {
      const said: unknown = request.response
      if (request.status < 300 && request.status >= 200) resolve({ made: said as Made })
      else resolve({ problem: (said as Problem | null) ?? null, status: request.status })
    })
    request.addEventListener('error', () => resolve({ problem: null, status: 0 }))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
