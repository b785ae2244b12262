// The worker's side: one message {id, method, params} in, {id, progress}* and {id, result} or {id, error} out.
import init, { Calibration, Recheck, Session, check, definitions, designs, drawBoard, machines } from './purlform.js';

let session;
let calibration;
let network;

const methods = {
  async open({ wasm, body, network: where }) {
    network = where;
    const [bytes] = await Promise.all([typeof body === 'string' ? download(body) : body, init({ module_or_path: wasm })]);
    session = new Session(new Uint8Array(bytes));
  },
  definitions: () => definitions(),
  designs: () => designs(),
  machines: () => machines(),
  rig: ({ rig, subject }) => session.rig(rig, subject),
  async view({ camera, frame, plate, mask }) {
    const [f, p, m] = await Promise.all([picture(frame), picture(plate), picture(mask)]);
    if (p == null && m == null) await lend();
    return session.view(camera, f, p, m);
  },
  async look({ frame }) {
    await lend();
    return session.look(await picture(frame));
  },
  fit: (_, onProgress) => session.fit(onProgress),
  measure: () => session.measure(),
  body: ({ measurements }) => session.body(measurements),
  draft: ({ design, measurements }) => session.draft(design, measurements),
  knit: ({ machine }) => session.knit(machine),
  check: ({ knitout, machine }) => check(knitout, machine),
  drawBoard: ({ board, page_mm }) => drawBoard(board, ...(page_mm ?? [])),
  board({ board }) {
    const next = new Calibration(board);
    calibration?.free();
    calibration = next;
  },
  boardPhoto: async ({ camera, shot, picture: source }) => begun().photo(camera, shot, await picture(source)),
  calibrate: ({ floor }) => begun().calibrate(floor),
  recheck: ({ rig, camera, before, now }) =>
    again(rig, async (recheck) => recheck.plates(camera, await picture(before), await picture(now))),
  recheckBoard: ({ rig, board, photos }) =>
    again(rig, async (recheck) => {
      for (const [camera, photo] of Object.entries(photos)) recheck.photo(board, camera, await picture(photo));
      return recheck.board(board);
    }),
};

/** Works on a re-check of that rig and lets it go. */
async function again(rig, work) {
  const recheck = new Recheck(rig);
  try {
    return await work(recheck);
  } finally {
    recheck.free();
  }
}

/** The calibration that `board` began. */
function begun() {
  if (calibration) return calibration;
  throw { stage: 'calibrate', code: 'out_of_order', message: 'there is no board yet', hint: 'call board first' };
}

/** Loads the pose network when the first view needs it: one without plate and mask. */
async function lend() {
  if (network == null || session.has_network()) return;
  session.network(new Uint8Array(typeof network === 'string' ? await download(network) : network));
}

// One after the other, in the order of the messages: the stages build on each other.
let queue = Promise.resolve();
self.onmessage = ({ data }) => {
  queue = queue.then(() => answer(data));
};

async function answer({ id, method, params }) {
  try {
    const result = await methods[method](params, (progress) => self.postMessage({ id, progress }));
    self.postMessage({ id, result }, buffers(result));
  } catch (error) {
    self.postMessage({ id, error: explain(error, method) });
  }
}

function explain(error, method) {
  if (typeof error?.code === 'string' && 'stage' in error) return error;
  const crashed = error instanceof WebAssembly.RuntimeError;
  return {
    stage: method,
    code: crashed ? 'crashed' : 'failed',
    message: String(error?.message ?? error),
    hint: crashed ? 'This is a fault in purlform: please report it, and open a new Purlform.' : '',
  };
}

async function download(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  return answer.arrayBuffer();
}

/** Encoded bytes (Uint8Array) or pixels (ImageData); a bitmap is drawn once, here. */
async function picture(source) {
  if (source == null || source instanceof ImageData || source instanceof Uint8Array) return source;
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if (source instanceof ImageBitmap) {
    const context = new OffscreenCanvas(source.width, source.height).getContext('2d', { willReadFrequently: true });
    context.drawImage(source, 0, 0);
    source.close();
    return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  }
  return new Uint8Array(source);
}

/** Every buffer in a result, so that it travels without a copy. */
function buffers(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value && typeof value === 'object') for (const part of Object.values(value)) buffers(part, found);
  return [...found];
}
