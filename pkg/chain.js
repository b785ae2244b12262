// The worker's side: one message {id, method, params} in, {id, progress}* and {id, result} or {id, error} out.

import init, { Calibration, Recheck, Session, check, definitions, designs, drawBoard, machines, verify } from './purlform.js';

/** The share of the time that outlines take of a capture with plates. */
const OUTLINES = 0.55;

/** Answers messages; `platform` says how to load an address's bytes and the module, and where answers go. */
export function answering(platform) {
  const chain = new Chain(platform);
  // One after the other, in the order of the messages: the stages build on each other.
  let queue = Promise.resolve();
  return (message) => {
    queue = queue.then(() => answer(chain, message, platform.post));
  };
}

async function answer(chain, { id, method, params }, post) {
  try {
    if (method !== 'open' && chain.unopened) return;
    const result = await chain[method](params, (progress) => post({ id, progress }, []));
    post({ id, result }, buffers(result));
  } catch (error) {
    post({ id, error: explain(error, method) }, []);
  }
}

/** What each call does, by its name. */
class Chain {
  #platform;
  #session;
  #calibration;
  #network;

  constructor(platform) {
    this.#platform = platform;
  }

  get unopened() {
    return !this.#session;
  }

  async open({ wasm, body, network }) {
    this.#network = network;
    const start = async () => init({ module_or_path: typeof wasm === 'string' ? await this.#platform.module(wasm) : wasm });
    const [bytes] = await Promise.all([this.#bytes(body), start()]);
    this.#session = new Session(bytes);
  }

  /** Answered once everything is loaded. */
  ready(_, tell) {
    tell({ stage: 'load', fraction: 1, total: 1 });
  }

  definitions() {
    return definitions();
  }

  designs() {
    return designs();
  }

  machines() {
    return machines();
  }

  rig({ rig, subject }) {
    return this.#session.rig(rig, subject);
  }

  async view({ camera, frame, plate, mask }, tell) {
    const [f, p, m] = await Promise.all([picture(frame), picture(plate), picture(mask)]);
    if (p == null && m == null) await this.#lend(tell);
    return told(tell, { stage: 'silhouette', camera }, () => this.#session.view(camera, f, p, m));
  }

  turn() {
    this.#session.turn();
  }

  async look({ frame }, tell) {
    await this.#lend(tell);
    return this.#session.look(await picture(frame));
  }

  fit(_, tell) {
    return this.#session.fit(({ fraction }) => tell({ stage: 'fit', fraction, total: fraction }));
  }

  measurements() {
    return this.#session.measure();
  }

  /** A whole capture: its rig, its views one by one, those after the turn, the fit, the tape. */
  async measure({ rig, subject, views, turned }, tell) {
    const cameras = this.#session.rig(rig, subject);
    const listed = (list) => Array.isArray(list) && list.every((view) => view !== null && typeof view === 'object');
    if (!listed(views) || !views.length) throw fault('no_views', 'the capture has no views', 'add {camera, frame, plate} for each');
    if (turned != null && !listed(turned)) throw fault('no_views', 'the second shot is no list of views', 'add {camera, frame} for each, or leave turned out');
    try {
      return await this.#scan(views, turned ?? [], cameras, tell);
    } catch (error) {
      // Pictures are kept until a body is fitted: where none is, a new capture lets them go. A worker that died has none.
      try {
        this.#session.rig(rig, subject);
      } catch {}
      throw error;
    }
  }

  async #scan(views, turned, cameras, tell) {
    const all = [...views, ...turned];
    for (const [i, view] of all.entries()) {
      if (i === views.length) this.#session.turn();
      const done = i / all.length;
      tell({ stage: 'silhouette', camera: view.camera, fraction: done, total: OUTLINES * done });
      await this.view(view, (progress) => progress.stage === 'load' && tell({ ...progress, total: OUTLINES * done }));
    }
    const fit = this.#session.fit(({ fraction }) => tell({ stage: 'fit', fraction, total: OUTLINES + (0.95 - OUTLINES) * fraction }));
    tell({ stage: 'measure', fraction: 0, total: 0.95 });
    const measurements = this.#session.measure();
    const file = this.#session.file();
    tell({ stage: 'measure', fraction: 1, total: 1 });
    return { file, measurements, warnings: fit.warnings, cameras, outlines: fit.seen, fit };
  }

  body({ measurements }, tell) {
    return told(tell, { stage: 'measure' }, () => this.#session.body(measurements));
  }

  draft({ design, measurements, machine }, tell) {
    return told(tell, { stage: 'garment' }, () => this.#session.draft(design, measurements, machine));
  }

  knit({ machine }, tell) {
    return this.#session.knit(machine, (progress) => tell(progress));
  }

  check({ knitout, machine }, tell) {
    return told(tell, { stage: 'check' }, () => check(knitout, machine));
  }

  async order({ order, measurements, design, machine, sale, key }, tell) {
    if (measurements === undefined) throw fault('no_measurements', 'the order has no measurements', 'pass those of measure(capture), or of a tape', 'measure');
    const made = this.#session.order(order, measurements, design, machine, sale, tell);
    if (key == null) return made;
    const { publicKey, value } = await signed(key, this.#session.statement());
    return { ...made, ...this.#session.seal(publicKey, value) };
  }

  verify({ order, key }) {
    return verify(order, key);
  }

  drawBoard({ board, page_mm }) {
    return drawBoard(board, ...(page_mm ?? []));
  }

  board({ board }) {
    const next = new Calibration(board);
    this.#calibration?.free();
    this.#calibration = next;
  }

  async boardPhoto({ camera, shot, picture: source }) {
    return this.#begun().photo(camera, shot, await picture(source));
  }

  calibrate({ floor }) {
    return this.#begun().calibrate(floor);
  }

  reach({ rig, turned }, tell) {
    return this.#session.reach(rig, turned, (fraction) => tell({ stage: 'measure', fraction, total: fraction }));
  }

  recheck({ rig, camera, before, now }) {
    return again(rig, async (recheck) => recheck.plates(camera, await picture(before), await picture(now)));
  }

  recheckBoard({ rig, board, photos }) {
    return again(rig, async (recheck) => {
      for (const [camera, photo] of Object.entries(photos)) recheck.photo(board, camera, await picture(photo));
      return recheck.board(board);
    });
  }

  /** The calibration that `board` began. */
  #begun() {
    if (this.#calibration) return this.#calibration;
    throw fault('out_of_order', 'there is no board yet', 'call board first', 'calibrate');
  }

  /** Loads the pose network when the first view needs it: one without plate and mask. */
  async #lend(tell) {
    if (this.#network == null || this.#session.has_network()) return;
    tell({ stage: 'load', fraction: 0, total: 0 });
    this.#session.network(await this.#bytes(this.#network));
  }

  async #bytes(source) {
    return new Uint8Array(typeof source === 'string' ? await this.#platform.load(source) : source);
  }
}

/** Tells of work that cannot be looked into when it begins and when it is done. */
function told(tell, stage, work) {
  tell({ ...stage, fraction: 0, total: 0 });
  const done = work();
  tell({ ...stage, fraction: 1, total: 1 });
  return done;
}

/** Works on a re-check of that rig and lets it go. */
async function again(rig, work) {
  const recheck = new Recheck(rig);
  try {
    return await work(recheck);
  } finally {
    recheck.free();
  }
}

/** Signs with a pair of WebCrypto keys, whose private one need not be extractable. */
async function signed(pair, statement) {
  const { subtle } = crypto;
  if (!subtle) throw fault('no_crypto', 'this page cannot sign', 'serve it over https', 'order');
  try {
    const value = await subtle.sign('Ed25519', pair.privateKey, new TextEncoder().encode(statement));
    const publicKey = await subtle.exportKey('raw', pair.publicKey);
    return { publicKey: new Uint8Array(publicKey), value: new Uint8Array(value) };
  } catch (error) {
    throw fault('no_key', `the order cannot be signed: ${error.message}`, "pass a pair of crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])", 'order');
  }
}

const fault = (code, message, hint, stage = 'capture') => ({ stage, code, message, hint });

function explain(error, method) {
  if (typeof error?.code === 'string' && 'stage' in error) return error;
  const crashed = error instanceof WebAssembly.RuntimeError;
  return {
    stage: method === 'open' ? 'load' : method,
    code: crashed ? 'crashed' : 'failed',
    message: String(error?.message ?? error),
    hint: crashed ? 'This is a fault in purlform: please report it.' : method === 'open' ? 'Name them: Purlform.open({ wasm, body }).' : '',
  };
}

/** Encoded bytes (Uint8Array) or pixels (ImageData); a bitmap is drawn once, here. */
async function picture(source) {
  if (source == null || source instanceof Uint8Array) return source;
  if (typeof ImageData === 'function' && source instanceof ImageData) return source;
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if (typeof ImageBitmap === 'function' && source instanceof ImageBitmap) {
    const context = new OffscreenCanvas(source.width, source.height).getContext('2d', { willReadFrequently: true });
    context.drawImage(source, 0, 0);
    source.close();
    return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  }
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  return source;
}

/** Every buffer in a result, so that it travels without a copy. */
function buffers(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value && typeof value === 'object') for (const part of Object.values(value)) buffers(part, found);
  return [...found];
}
