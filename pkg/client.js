// The promise face, the same in pages, workers and Node. Types and units: index.d.ts.

import { Engine } from './engine.js';

/** The machine that is meant where none is named. */
const USUAL = 'kniterate';

export class Purlform {
  #engine;

  constructor(engine) {
    this.#engine = engine;
  }

  /** `platform`: how to start a worker here, where module and body asset lie, and what an address is relative to. */
  static async open(options, platform) {
    const { wasm, body, network, signal, onProgress } = options ?? {};
    const at = (where) => (typeof where === 'string' || where instanceof URL ? platform.address(where) : where);
    const opening = { wasm: at(wasm ?? platform.wasm), body: at(body ?? platform.body), network: at(network) };
    const purlform = new this(new Engine(platform.start, opening));
    try {
      await purlform.#engine.call('ready', {}, { signal, onProgress });
    } catch (error) {
      purlform.close();
      throw error;
    }
    return purlform;
  }

  definitions(options) {
    return this.#engine.call('definitions', {}, options);
  }

  designs(options) {
    return this.#engine.call('designs', {}, options);
  }

  machines(options) {
    return this.#engine.call('machines', {}, options);
  }

  rig(rig, subject, options) {
    return this.#call('rig', { rig: text(rig), subject: optional(subject) }, options);
  }

  view(camera, pictures, options) {
    const { frame, plate, mask } = pictures ?? {};
    return this.#call('view', { camera: word(camera), frame, plate, mask }, options);
  }

  turn(options) {
    return this.#call('turn', {}, options);
  }

  look(frame, options) {
    return this.#call('look', { frame }, options);
  }

  fit(options) {
    return this.#call('fit', {}, options);
  }

  measure(capture, options) {
    if (!capture) return this.#call('measurements', {}, options);
    const { rig, subject, views, turned } = capture;
    return this.#call('measure', { rig: text(rig), subject: optional(subject), views, turned }, options);
  }

  body(measurements, options) {
    return this.#call('body', { measurements: text(measurements?.file ?? measurements) }, options);
  }

  draft(design, measurements, given) {
    const { machine, ...options } = given ?? {};
    return this.#call('draft', { design: text(design), measurements: taken(measurements), machine: optional(machine) }, options);
  }

  knit(machine, options) {
    return this.#call('knit', { machine: text(machine ?? USUAL) }, options);
  }

  check(knitout, machine, options) {
    return this.#call('check', { knitout: word(knitout), machine: text(machine ?? USUAL) }, options);
  }

  order(request, options) {
    const { order, measurements, design, machine, material, price, key } = request ?? {};
    const sale = material == null && price == null ? undefined : text({ material, price });
    const params = { order: word(order), measurements: taken(measurements), design: text(design), machine: text(machine ?? USUAL), sale, key };
    return this.#call('order', params, options);
  }

  verify(order, given) {
    const { key, ...options } = given ?? {};
    const bytes = typeof order === 'string' ? new TextEncoder().encode(order) : order instanceof Uint8Array ? order : new Uint8Array(order ?? 0);
    return this.#engine.call('verify', { order: bytes, key: key == null ? undefined : word(key) }, options);
  }

  drawBoard(board, given) {
    const { page_mm, ...options } = given ?? {};
    return this.#call('drawBoard', { board: text(board), page_mm }, options);
  }

  board(board, options) {
    return this.#call('board', { board: text(board) }, options);
  }

  boardPhoto(camera, shot, picture, options) {
    return this.#call('boardPhoto', { camera: word(camera), shot: word(shot), picture }, options);
  }

  calibrate(given) {
    const { floor, ...options } = given ?? {};
    return this.#call('calibrate', { floor: floor == null ? undefined : word(floor) }, options);
  }

  reach(rig, given) {
    const { turned, ...options } = given ?? {};
    return this.#call('reach', { rig: text(rig), turned: Boolean(turned) }, options);
  }

  recheck(rig, camera, plates, options) {
    return this.#call('recheck', { rig: text(rig), camera: word(camera), before: plates?.old, now: plates?.new }, options);
  }

  recheckBoard(rig, board, photos, options) {
    return this.#call('recheckBoard', { rig: text(rig), board: text(board), photos }, options);
  }

  close() {
    this.#engine.close();
  }

  #call(method, params, options) {
    const { given, transfer } = handOver(params);
    return this.#engine.call(method, given, { ...options, transfer });
  }
}

/** What is left out is `null` to the readers, who say what they miss. */
const text = (value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'));
/** The module reads strings only; anything else would be read past its end. */
const word = (value) => String(value ?? '');
const optional = (value) => (value == null ? undefined : text(value));

/** Measurements as a file: what `measure(capture)` gave carries one. */
const taken = (value) => optional(value?.file ?? value);

/**
 * What is handed over rather than copied: the caller's buffers and bitmaps are empty afterwards. Of a buffer of which a view
 * shows a part only, that part is copied.
 */
function handOver(params) {
  const transfer = new Set();
  const walk = (value) => {
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof ArrayBuffer || (typeof ImageBitmap === 'function' && value instanceof ImageBitmap)) {
      transfer.add(value);
      return value;
    }
    if (typeof ImageData === 'function' && value instanceof ImageData) {
      transfer.add(value.data.buffer);
      return value;
    }
    if (ArrayBuffer.isView(value)) {
      const whole = value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength;
      const bytes = whole ? value : Uint8Array.from(value);
      transfer.add(bytes.buffer);
      return bytes;
    }
    if (Array.isArray(value)) return value.map(walk);
    if (Object.prototype.toString.call(value) !== '[object Object]') return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]));
  };
  const given = walk(params);
  return { given, transfer: [...transfer] };
}
