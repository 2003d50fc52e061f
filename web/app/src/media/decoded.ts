/** What this browser can make of a file before it is sent. */
const MOST_BYTES = 10_000_000
const EDGE = 2160

/** The file as a picture, or null where this browser does not know its kind. The server may. */
export async function decoded(file: Blob): Promise<HTMLImageElement | null> {
  const image = new Image()
  image.src = URL.createObjectURL(file)
  try {
    await image.decode()
    return image
  } catch {
    URL.revokeObjectURL(image.src)
    return null
  }
}

/** The whole picture, made smaller where it is too large to be sent. */
export async function whole(file: Blob, image: HTMLImageElement | null): Promise<Blob> {
  if (file.size <= MOST_BYTES || !image) return file
  const scale = Math.min(1, EDGE / Math.max(image.naturalWidth, image.naturalHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob((made) => resolve(made ?? file), 'image/jpeg', 0.92))
}
