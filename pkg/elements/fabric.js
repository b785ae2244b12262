// Knitted fabric for the eye: the stitch chart becomes a texture, and each of its cells a stitch.

import { UNDYED } from './sewing.js';
import * as three from './vendor/three.module.js';

/** One stitch of undyed yarn, where a panel has no chart yet. */
export const PLAIN = { width: 1, height: 1, pixels: new Uint8Array([UNDYED, UNDYED, UNDYED, 255]), dyed: false };

/** A texture of a chart's cloth (see sewing.js). */
export function chartTexture({ width, height, pixels }) {
  const texture = new three.DataTexture(pixels, width, height, three.RGBAFormat);
  texture.colorSpace = three.SRGBColorSpace;
  texture.magFilter = three.NearestFilter;
  texture.minFilter = three.LinearMipmapLinearFilter;
  texture.anisotropy = 8;
  texture.generateMipmaps = true;
  texture.needsUpdate = true;
  return texture;
}

/** What dyes undyed yarn that colour, such as #3b5b8c. */
export const dyeOf = (colour) => new three.Color(colour).multiplyScalar(1 / new three.Color(`rgb(${UNDYED}, ${UNDYED}, ${UNDYED})`).r);

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
  uniform float seam;
  uniform vec3 dye;
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
  diffuseColor.rgb *= dye * cell.rgb * mix(1.0, mix(0.58, 1.36, high), near);
  diffuseColor.rgb *= mix(1.0, 0.8, smoothstep(2.0, 0.0, abs(vInside)) * step(0.5, trim));
  // Where two halves are sewn together the fabric turns inwards.
  diffuseColor.rgb *= mix(1.0, 0.62, seam * step(0.0, vInside) * smoothstep(2.6, 0.6, abs(vPlace.x)));
  if (!gl_FrontFacing) diffuseColor.rgb *= mix(0.55, 1.0, smoothstep(20.0, 60.0, vInside));
`;

/**
 * A material of a chart's texture in that dye, with wales and courses a millimetre; `trim_mm` is the height of a band along cut
 * edges, `middle_mm` where on the panel the chart's middle lies, `seam` whether it is half of one that is sewn along x = 0.
 */
export function knitMaterial(texture, dye, { wales_per_mm, courses_per_mm, trim_mm = 0, middle_mm = 0, seam = false }) {
  const material = new three.MeshStandardMaterial({ roughness: 0.95, metalness: 0, side: three.DoubleSide });
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, {
      chart: { value: texture },
      chartSize: { value: new three.Vector2(texture.image.width, texture.image.height) },
      gauge: { value: new three.Vector2(wales_per_mm, courses_per_mm) },
      trim: { value: trim_mm },
      middle: { value: middle_mm * wales_per_mm },
      seam: { value: seam ? 1 : 0 },
      dye: { value: dye },
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

/** A mesh of one of the tailor's grids. */
export function clothGeometry({ positions, normals, places, cut, index }) {
  const geometry = new three.BufferGeometry();
  geometry.setAttribute('position', new three.BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new three.BufferAttribute(normals, 3));
  geometry.setAttribute('place', new three.BufferAttribute(places, 2));
  geometry.setAttribute('inside', new three.BufferAttribute(cut, 1));
  geometry.setIndex(new three.BufferAttribute(index, 1));
  return geometry;
}
