// The stages of the chain in the module that lies in pkg/, on one thread: four frames and plates, already decoded, to
// measurements; and the module's memory after many captures.
//
//   cargo run --release --example pixels -- ../shared/captures/kiosk_fan_3 /tmp/pixels
//   node benches/wasm.mjs ../shared/captures/kiosk_fan_3 /tmp/pixels [CAPTURES]
//   node benches/wasm.mjs ../shared/captures/home_1 jpeg [CAPTURES]
//
// The second are photos without plates, for which the pose network is loaded and which the module decodes. A second shot in turned/
// is measured with the first.
// Prints, a stage, the median and the least of the captures (10 unless said otherwise), by the clock and in time of the processor
// (which counts Node's own compiling of the first captures, but not other programs), and the memory after the first and the last.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [capture, pixels, captures = '10'] = process.argv.slice(2);
const root = new URL('..', import.meta.url).pathname;
const pkg = process.env.PURLFORM_PKG ? resolve(process.env.PURLFORM_PKG) : join(root, 'pkg');
// What a browser has and Node has not.
globalThis.ImageData ??= class ImageData {
  constructor(data, width, height) {
    Object.assign(this, { data, width, height });
  }
};
const { Session, initSync } = await import(pathToFileURL(join(pkg, 'purlform.js')));
const { memory } = initSync({ module: readFileSync(join(pkg, 'purlform_bg.wasm')) });
const session = new Session(readFileSync(join(root, 'assets/body.purl')));

const rig = readFileSync(join(capture, 'rig.json')).toString();
const subject = join(capture, 'subject.json');
const known = existsSync(subject) ? readFileSync(subject).toString() : undefined;
const photos = pixels === 'jpeg';
if (photos) session.network(readFileSync(join(root, 'node_modules/@mediapipe/pose/pose_landmark_full.tflite')));
const shots = ['', 'turned'].filter((shot) => existsSync(join(capture, shot, 'frames'))).map((shot) =>
  JSON.parse(rig).cameras.map(({ id, width, height }) => {
    if (photos) return { id, frame: readFileSync(join(capture, shot, 'frames', `${id}.jpg`)) };
    const of = (kind) => new ImageData(new Uint8ClampedArray(readFileSync(join(pixels, `${id}.${kind}.rgba`))), width, height);
    return { id, frame: of(shot || 'frame'), plate: of('plate') };
  }));

const times = { views: [], fit: [], measure: [], all: [] };
const now = () => [performance.now(), process.cpuUsage().user / 1000];
const note = (stage, from, to) => times[stage].push([to[0] - from[0], to[1] - from[1]]);
const sizes = [];
for (let n = 0; n < Number(captures); n++) {
  const start = now();
  session.rig(rig, known);
  for (const [i, views] of shots.entries()) {
    if (i > 0) session.turn();
    for (const { id, frame, plate } of views) session.view(id, frame, plate);
  }
  const outlined = now();
  session.fit(() => {});
  const fitted = now();
  session.measure();
  const measured = now();
  note('views', start, outlined);
  note('fit', outlined, fitted);
  note('measure', fitted, measured);
  note('all', start, measured);
  sizes.push(memory.buffer.byteLength / 2 ** 20);
}
for (const [stage, each] of Object.entries(times)) {
  const [wall, cpu] = [0, 1].map((k) => each.map((ms) => ms[k]).sort((a, b) => a - b));
  const figures = (ms) => `${ms[ms.length >> 1].toFixed(0)} ms, least ${ms[0].toFixed(0)}`;
  console.log(`${stage.padEnd(8)} median ${figures(wall)}; processor ${figures(cpu)}`);
}
console.log(`memory   ${sizes[0].toFixed(1)} MiB after the first capture, ${sizes.at(-1).toFixed(1)} MiB after the last of ${sizes.length}`);
