// Knitted fabric for the eye: the stitch chart becomes a texture, and each of its cells a stitch.

import * as three from './vendor/three.module.js';

/** The chart's colours by kind of stitch, and how they look: which side of the loop one sees, and how light it lies. */
const KINDS = {
  '238,206,150': { purl: 0, light: 1 },
  '150,104,62': { purl: 1, light: 0.8 },
  '170,95,10': { purl: 1, light: 0.8 },
  '240,150,30': { purl: 0, light: 0.97 },
  '150,220,235': { purl: 0, light: 0.42 },
  '120,70,170': { purl: 0, light: 1.06 },
  '230,90,150': { purl: 0, light: 1.02 },
  '225,225,225': { purl: 0, light: 0.97 },
};
const PLAIN = { purl: 0, light: 1 };

/**
 * A texture of a chart {width, height, data, colours} (RGBA, the last course on top): the yarn's colour as light as the stitch
 * lies, that of `colours` where the fabric has several; opaque where one sees a loop's right side.
 */
export function chartTexture(chart, yarn) {
  const { width, height, data, colours } = chart;
  const pixels = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    let last = PLAIN;
    const from = (height - 1 - row) * width;
    const kindAt = (column) => {
      const i = (from + column) * 4;
      if (data[i] > 250 && data[i + 1] > 250 && data[i + 2] > 250) return null;
      return KINDS[`${data[i]},${data[i + 1]},${data[i + 2]}`] ?? PLAIN;
    };
    for (let column = 0; column < width; column++) {
      const kind = kindAt(column) ?? last;
      last = kind;
      const o = (row * width + column) * 4;
      const i = (from + column) * 4;
      const own = colours && kindAt(column) ? colours.subarray(i, i + 3) : yarn;
      for (let k = 0; k < 3; k++) pixels[o + k] = Math.min(255, own[k] * kind.light);
      pixels[o + 3] = kind.purl ? 0 : 255;
    }
  }
  const texture = new three.DataTexture(pixels, width, height, three.RGBAFormat);
  texture.colorSpace = three.SRGBColorSpace;
  texture.magFilter = three.NearestFilter;
  texture.minFilter = three.LinearMipmapLinearFilter;
  texture.anisotropy = 8;
  texture.generateMipmaps = true;
  texture.needsUpdate = true;
  return texture;
}

const VERTEX = `
  attribute vec2 place;
  attribute float inside;
  varying vec2 vPlace;
  varying float vInside;
`;

const FRAGMENT = `
  uniform sampler2D chart;
  uniform vec2 chartSize;
  uniform vec2 gauge;
  uniform float trim;
  uniform float middle;
  varying vec2 vPlace;
  varying float vInside;

  // How high the yarn lies at a place of a stitch: two legs that lean outwards, or the purl's bars.
  float relief(vec2 stitch, float purl) {
    vec2 f = fract(stitch);
    float leg = abs(f.x - 0.5);
    float chevron = fract(stitch.y - leg * 1.15);
    float face = pow(sin(3.14159 * chevron), 0.7) * smoothstep(0.0, 0.14, leg) * smoothstep(0.5, 0.4, leg);
    float bar = fract(stitch.y + 0.16 * cos(6.28318 * f.x));
    float back = pow(sin(3.14159 * bar), 0.8);
    return mix(face, 0.85 * back, purl);
  }
`;

const COLOUR = `
  if (vInside < -trim) discard;
  vec2 stitch = vPlace * gauge;
  vec4 cell = texture2D(chart, vec2(0.5 + (stitch.x - middle) / chartSize.x, stitch.y / chartSize.y));
  float purl = 1.0 - cell.a;
  if (vInside < 0.0) {
    // The edge band: a rib along the edge.
    float wale = mod(floor(stitch.x), 2.0);
    cell = texture2D(chart, vec2(0.5, 0.6));
    cell.rgb *= mix(1.0, 0.86, wale);
    purl = wale;
  }
  vec2 fine = fwidth(stitch);
  float near = 1.0 - smoothstep(0.22, 0.6, max(fine.x, fine.y));
  float high = relief(stitch, purl);
  diffuseColor.rgb *= cell.rgb * mix(1.0, mix(0.58, 1.36, high), near);
  diffuseColor.rgb *= mix(1.0, 0.8, smoothstep(2.0, 0.0, abs(vInside)) * step(0.5, trim));
  if (!gl_FrontFacing) diffuseColor.rgb *= mix(0.55, 1.0, smoothstep(20.0, 60.0, vInside));
`;

/**
 * A material of a chart's texture, with wales and courses a millimetre; `trim_mm` is the height of a band along cut edges,
 * `middle_mm` where on the panel the chart's middle lies.
 */
export function knitMaterial(texture, { wales_per_mm, courses_per_mm, trim_mm = 0, middle_mm = 0 }) {
  const material = new three.MeshStandardMaterial({ roughness: 0.95, metalness: 0, side: three.DoubleSide });
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, {
      chart: { value: texture },
      chartSize: { value: new three.Vector2(texture.image.width, texture.image.height) },
      gauge: { value: new three.Vector2(wales_per_mm, courses_per_mm) },
      trim: { value: trim_mm },
      middle: { value: middle_mm * wales_per_mm },
    });
    shader.vertexShader = shader.vertexShader
      .replace('void main() {', `${VERTEX}\nvoid main() {\n  vPlace = place;\n  vInside = inside;`);
    shader.fragmentShader = shader.fragmentShader
      .replace('void main() {', `${FRAGMENT}\nvoid main() {`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${COLOUR}`);
  };
  material.addEventListener('dispose', () => texture.dispose());
  return material;
}

/** A mesh of one of drape's grids. */
export function clothGeometry({ positions, places, cut, index }) {
  const geometry = new three.BufferGeometry();
  geometry.setAttribute('position', new three.BufferAttribute(positions, 3));
  geometry.setAttribute('place', new three.BufferAttribute(places, 2));
  geometry.setAttribute('inside', new three.BufferAttribute(cut, 1));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}

/** The pixels of each panel's stitch chart, by the panel's name. */
export async function chartsOf({ summary, files }) {
  const charts = new Map();
  for (const { name } of summary.panels) {
    const [chart, colours] = ['png', 'colours.png'].map((type) => files.find((f) => f.name === `${name}.${type}`));
    if (!chart) continue;
    const pixels = await chartPixels(chart.bytes);
    const { width, height, data } = pixels;
    charts.set(name, { width, height, data, colours: colours ? (await chartPixels(colours.bytes)).data : null });
  }
  return charts;
}

async function chartPixels(bytes) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), { colorSpaceConversion: 'none' });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}
