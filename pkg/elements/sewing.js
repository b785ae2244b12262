// What takes long in dressing a body, and knows nothing of the page: panels draped, stitch charts turned into the pixels of cloth.

import { drape } from './drape.js';
import { normalsOf } from './figure.js';

/** The chart's colours by kind of stitch, and how they look: which side of the loop one sees, and how light it lies. */
const KINDS = new Map([
  [0xeece96, { purl: 0, light: 1 }],
  [0x96683e, { purl: 1, light: 0.8 }],
  [0xaa5f0a, { purl: 1, light: 0.8 }],
  [0xf0961e, { purl: 0, light: 0.97 }],
  [0x96dceb, { purl: 0, light: 0.42 }],
  [0x7846aa, { purl: 0, light: 1.06 }],
  [0xe65a96, { purl: 0, light: 1.02 }],
  [0xe1e1e1, { purl: 0, light: 0.97 }],
]);
const PLAIN = { purl: 0, light: 1 };

/** How light undyed yarn is: some stitches lie lighter still. */
export const UNDYED = 200;

/** The grids that `drape` makes, with normals, ready for a graphics card. */
export function sew(pattern, mesh) {
  return drape(pattern, mesh).map((cloth) => {
    const index = Uint32Array.from(cloth.index);
    return { ...cloth, index, normals: normalsOf(cloth.positions, index) };
  });
}

/** The cloth of each panel's charts [{name, chart, colours}] (PNG), by its name: [[name, {width, height, pixels, dyed}]]. */
export async function weave(charts) {
  return Promise.all(charts.map(async ({ name, chart, colours }) => [name, woven(await pixelsOf(chart), colours && (await pixelsOf(colours)).data)]));
}

async function pixelsOf(bytes) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), { colorSpaceConversion: 'none' });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

/**
 * A chart's cells (RGBA, the last course on top) as cloth (the first course on top): as light as the stitch lies, in the colours of
 * its yarns where there are several (`dyed`), else undyed; opaque where one sees a loop's right side. What lies beside the fabric
 * is as its last stitch.
 */
function woven({ width, height, data }, colours) {
  const pixels = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    let [kind, own] = [PLAIN, [UNDYED, UNDYED, UNDYED]];
    for (let column = 0; column < width; column++) {
      const i = ((height - 1 - row) * width + column) * 4;
      const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
      if (r <= 250 || g <= 250 || b <= 250) {
        kind = KINDS.get((r << 16) | (g << 8) | b) ?? PLAIN;
        if (colours) own = [colours[i], colours[i + 1], colours[i + 2]];
      }
      const o = (row * width + column) * 4;
      for (let k = 0; k < 3; k++) pixels[o + k] = Math.min(255, own[k] * kind.light);
      pixels[o + 3] = kind.purl ? 0 : 255;
    }
  }
  return { width, height, pixels, dyed: Boolean(colours) };
}

/** All buffers of what `sew` or `weave` gave. */
export function buffersOf(made) {
  const parts = made.flatMap((part) => Object.values(Array.isArray(part) ? part[1] : part));
  return parts.filter(ArrayBuffer.isView).map(({ buffer }) => buffer);
}
