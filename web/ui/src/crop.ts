/** Which square of a picture is shown: its middle in pixels of the picture, and how far it is enlarged (1 is all that fits). */
export interface Cut {
  x: number
  y: number
  zoom: number
}

export interface Extent {
  width: number
  height: number
}

/** Half the edge of the square, in pixels of the picture. */
export function half({ width, height }: Extent, { zoom }: Cut): number {
  return Math.min(width, height) / (2 * zoom)
}

/** The same square, moved back to where it lies on the picture altogether. */
export function within(extent: Extent, cut: Cut): Cut {
  const edge = half(extent, cut)
  const held = (at: number, length: number): number => Math.min(Math.max(at, edge), length - edge)
  return { zoom: cut.zoom, x: held(cut.x, extent.width), y: held(cut.y, extent.height) }
}

/** Where the whole picture lies around the square, in parts of its edge. */
export function place(extent: Extent, cut: Cut): { left: number; top: number; width: number; height: number } {
  const edge = 2 * half(extent, cut)
  return {
    left: 0.5 - cut.x / edge,
    top: 0.5 - cut.y / edge,
    width: extent.width / edge,
    height: extent.height / edge,
  }
}
