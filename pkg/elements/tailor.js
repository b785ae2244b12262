// Dresses a body beside the page, in a worker of its own: a page that is being scrolled or turned must not wait for cloth. Where no
// worker will run it is done here.

import { sew, weave } from './sewing.js';

let worker = null;
/** What the worker knows: the mesh that it was sent last. */
let known = null;
let next = 1;
const waiting = new Map();
/** By pattern: {mesh, cloths}, for a garment is worn before its stitches are known, and again with them. */
const cut = new WeakMap();

/** The pattern on that mesh, as grids: [{panel, positions, normals, places, cut, index, buttons}] (see drape.js). */
export function clothsOf(pattern, mesh) {
  const before = cut.get(pattern);
  if (before?.mesh === mesh) return before.cloths;
  const { garment, panels, parameters } = pattern;
  const cloths = ask('sew', { garment, panels, parameters }, mesh);
  cut.set(pattern, { mesh, cloths });
  cloths.catch(() => cut.delete(pattern));
  return cloths;
}

/** The cloth of each panel of knitted programs, by the panel's name: a map of {width, height, pixels, dyed}. */
export async function chartsOf({ summary, files }) {
  const file = (name) => files.find((one) => one.name === name)?.bytes;
  const charts = summary.panels.map(({ name }) => ({ name, chart: file(`${name}.png`), colours: file(`${name}.colours.png`) }));
  return new Map(await ask('weave', charts.filter(({ chart }) => chart)));
}

/** Ends the worker with all that it knows; the next garment has another. */
export function dismiss() {
  worker?.terminate();
  [worker, known] = [null, null];
  for (const { reject } of take()) reject(new Error('dismissed'));
}

function ask(method, given, mesh = null) {
  return new Promise((resolve, reject) => {
    const id = next++;
    waiting.set(id, { method, given, mesh, resolve, reject });
    try {
      worker ??= start();
      worker.postMessage({ id, method, given, mesh: mesh === known ? null : mesh });
      known = mesh ?? known;
    } catch {
      alone();
    }
  });
}

function start() {
  const begun = new Worker(new URL('./tailor-worker.js', import.meta.url), { type: 'module' });
  begun.onmessage = ({ data: { id, result, error } }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  };
  begun.onerror = (event) => {
    event.preventDefault();
    if (worker === begun) alone();
  };
  return begun;
}

/** Without a worker: all that waits is done here. */
async function alone() {
  worker?.terminate();
  [worker, known] = [null, null];
  const calls = take();
  for (const { method, given, mesh, resolve, reject } of calls) {
    try {
      resolve(method === 'sew' ? sew(given, mesh) : await weave(given));
    } catch (error) {
      reject(error);
    }
  }
}

function take() {
  const calls = [...waiting.values()];
  waiting.clear();
  return calls;
}
