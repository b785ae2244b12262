// The promise face of purlform: everything runs in a Web Worker of its own. Types and units: index.d.ts.

/** A failure that names its stage, a stable code, and what to do. */
export class PurlformError extends Error {
  constructor({ stage, code, message, hint }) {
    super(message);
    this.name = 'PurlformError';
    this.stage = stage;
    this.code = code;
    this.hint = hint;
  }
}

const STOPPED = { stage: 'worker', code: 'stopped', hint: 'Open a new Purlform.' };

export class Purlform {
  #worker;
  #waiting = new Map();
  #next = 1;
  #dead = null;

  constructor(worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) =>
      this.#stop({ ...STOPPED, code: 'crashed', message: event.message || 'The worker could not be loaded.' });
  }

  static async open({ wasm, body, network } = {}) {
    const purlform = new Purlform(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
    try {
      await purlform.#call('open', {
        wasm: wasm ?? new URL('./purlform_bg.wasm', import.meta.url).href,
        body: body ?? new URL('./assets/body.purl', import.meta.url).href,
        network: typeof network === 'string' ? new URL(network, document.baseURI).href : network,
      });
    } catch (error) {
      purlform.close();
      throw error;
    }
    return purlform;
  }

  definitions() {
    return this.#call('definitions');
  }

  designs() {
    return this.#call('designs');
  }

  machines() {
    return this.#call('machines');
  }

  rig(rig, subject) {
    return this.#call('rig', { rig: text(rig), subject: subject == null ? undefined : text(subject) });
  }

  view(camera, { frame, plate, mask }) {
    return this.#call('view', { camera, frame, plate, mask }, { transfer: pixelsOf(frame, plate, mask) });
  }

  look(frame) {
    return this.#call('look', { frame }, { transfer: pixelsOf(frame) });
  }

  fit({ onProgress } = {}) {
    return this.#call('fit', {}, { onProgress });
  }

  measure() {
    return this.#call('measure');
  }

  body(measurements) {
    return this.#call('body', { measurements: text(measurements) });
  }

  draft(design, measurements) {
    const given = measurements === undefined ? undefined : text(measurements);
    return this.#call('draft', { design: text(design), measurements: given });
  }

  knit(machine = 'kniterate') {
    return this.#call('knit', { machine: typeof machine === 'string' ? machine : JSON.stringify(machine) });
  }

  check(knitout, machine = 'kniterate') {
    return this.#call('check', { knitout, machine: typeof machine === 'string' ? machine : JSON.stringify(machine) });
  }

  drawBoard(board, { page_mm } = {}) {
    return this.#call('drawBoard', { board: text(board), page_mm });
  }

  board(board) {
    return this.#call('board', { board: text(board) });
  }

  boardPhoto(camera, shot, picture) {
    return this.#call('boardPhoto', { camera, shot, picture }, { transfer: pixelsOf(picture) });
  }

  calibrate({ floor } = {}) {
    return this.#call('calibrate', { floor });
  }

  recheck(rig, camera, plates) {
    const given = { rig: text(rig), camera, before: plates.old, now: plates.new };
    return this.#call('recheck', given, { transfer: pixelsOf(plates.old, plates.new) });
  }

  recheckBoard(rig, board, photos) {
    return this.#call('recheckBoard', { rig: text(rig), board: text(board), photos }, { transfer: pixelsOf(...Object.values(photos)) });
  }

  close() {
    this.#worker.terminate();
    this.#stop({ ...STOPPED, code: 'closed', message: 'This Purlform was closed.' });
  }

  #call(method, params = {}, { transfer = [], onProgress } = {}) {
    if (this.#dead) return Promise.reject(new PurlformError(this.#dead));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      try {
        this.#worker.postMessage({ id, method, params }, transfer);
      } catch (error) {
        this.#waiting.delete(id);
        reject(new PurlformError({ stage: 'worker', code: 'not_sent', message: error.message, hint: 'Pass plain data.' }));
      }
    });
  }

  #receive({ id, progress, result, error }) {
    const call = this.#waiting.get(id);
    if (!call) return;
    if (progress) return call.onProgress?.(progress);
    this.#waiting.delete(id);
    if (!error) return call.resolve(result);
    call.reject(new PurlformError(error));
    if (error.code === 'crashed') this.#stop(error);
  }

  #stop(reason) {
    this.#dead ??= reason;
    for (const { reject } of this.#waiting.values()) reject(new PurlformError(this.#dead));
    this.#waiting.clear();
  }
}

const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** What is handed over rather than copied: the caller's buffers and bitmaps are empty afterwards. */
const pixelsOf = (...pictures) => [
  ...new Set(
    pictures.flatMap((picture) => {
      if (picture instanceof ArrayBuffer) return [picture];
      if (picture instanceof ImageBitmap) return [picture];
      if (picture instanceof ImageData) return [picture.data.buffer];
      if (ArrayBuffer.isView(picture)) return [picture.buffer];
      return [];
    }),
  ),
];
