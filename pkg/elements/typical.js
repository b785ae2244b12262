// Whom garments are shown on until somebody is measured. Finding a body takes a second or two, so this one comes ready: `cargo xtask
// build` packs it with the module that it belongs to.

/** The typical person (mm). */
export const TYPICAL = { stature: 1690, bust_girth: 930 };

/** A sixteenth of a millimetre is the finest step. */
const STEPS_PER_MM = 16;
let loaded;

/** The typical person's body: {mesh}, as `body(TYPICAL)` gives it. */
export function typicalBody() {
  loaded ??= load().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load() {
  const url = new URL('../assets/typical.purl', import.meta.url);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  return { mesh: unpack(await answer.arrayBuffer()) };
}

/** A mesh as bytes, little-endian: vertices, faces, length of the places' JSON (u32); positions (i16), faces (u16), parts (u8), JSON. */
export function pack({ positions_mm, faces, parts, places_mm }) {
  const places = Object.entries(places_mm).map(([name, at]) => [name, [...at].map((v) => Math.round(v * 100) / 100)]);
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(places)));
  const bytes = new Uint8Array(12 + 2 * positions_mm.length + 2 * faces.length + parts.length + text.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const size of [positions_mm.length / 3, parts.length, text.length]) view.setUint32((at += 4) - 4, size, true);
  for (const value of positions_mm) view.setInt16((at += 2) - 2, Math.round(value * STEPS_PER_MM), true);
  for (const corner of faces) view.setUint16((at += 2) - 2, corner, true);
  bytes.set(parts, at);
  bytes.set(text, at + parts.length);
  return bytes;
}

/** The mesh of those bytes. */
export function unpack(buffer) {
  const view = new DataView(buffer);
  const [vertices, triangles, length] = [0, 4, 8].map((at) => view.getUint32(at, true));
  let at = 12;
  const positions_mm = Float32Array.from({ length: 3 * vertices }, () => view.getInt16((at += 2) - 2, true) / STEPS_PER_MM);
  const faces = Uint32Array.from({ length: 3 * triangles }, () => view.getUint16((at += 2) - 2, true));
  const parts = new Uint8Array(buffer, at, triangles).slice();
  const places = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, at + triangles, length)));
  const places_mm = Object.fromEntries(Object.entries(places).map(([name, place]) => [name, Float32Array.from(place)]));
  return { positions_mm, faces, parts, places_mm };
}
