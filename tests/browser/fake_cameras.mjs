// Cameras that do not exist, each with a picture of its own: runs in the page before anything else.
// `cameras` is [{id, plate, frame, lens}] with pictures as base64 JPEG and the rig's entry; `boards` {board, shots} adds a scene for
// each shot of a chessboard; `booth` on the page's window steers them.

/** The init script's function; give it to `addInitScript` with {cameras, boards, fps}. */
export function fakeCameras({ cameras, boards = null, fps = 8 }) {
  const decoded = new Map();
  const open = new Map();
  const state = { scene: 'plate', attached: cameras.map(({ id }) => id), denied: false, every_ms: 1000 / fps, lag_ms: 0, full: false, workers: [], shift: {} };
  const fromBase64 = (base64) => new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/jpeg' });
  /** The board through a lens without distortion, painted square by square. */
  const chessboard = ({ width, height, fx, fy, cx, cy, rotation, translation_mm }, place) => {
    const times = (m, p, t) => m.map((row, i) => row[0] * p[0] + row[1] * p[1] + row[2] * p[2] + t[i]);
    const seen = (x, y) => {
      const [u, v, w] = times(rotation, times(place.rotation, [x, y, 0], place.translation_mm), translation_mm);
      return [(fx * u) / w + cx + 0.5, (fy * v) / w + cy + 0.5];
    };
    const { squares_x, squares_y, square_mm } = boards.board;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    const paint = (colour, corners) => {
      context.fillStyle = colour;
      context.beginPath();
      for (const corner of corners) context.lineTo(...seen(...corner));
      context.fill();
    };
    const rectangle = (x, y, w, h) => [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
    context.fillStyle = '#6a6a66';
    context.fillRect(0, 0, width, height);
    const [right, down] = [squares_x * square_mm, squares_y * square_mm];
    const normal = times(rotation, place.rotation.map((row) => row[2]), [0, 0, 0]);
    const middle = times(rotation, times(place.rotation, [right / 2, down / 2, 0], place.translation_mm), translation_mm);
    const shown = normal.reduce((sum, n, i) => sum + n * middle[i], 0) > 0;
    paint(shown ? '#e8e8e4' : '#8a8a86', rectangle(-50, -50, right + 100, down + 100));
    for (let row = 0; shown && row < squares_y; row++)
      for (let column = row % 2; column < squares_x; column += 2)
        paint('#1c1c1c', rectangle(column * square_mm, row * square_mm, square_mm, square_mm));
    return createImageBitmap(context.canvas);
  };
  const bitmap = async (camera, scene) => {
    const key = `${camera.id} ${scene} ${state.shift[camera.id] ?? 0}`;
    if (!decoded.has(key) && boards?.shots[scene]) decoded.set(key, await chessboard(camera.lens, boards.shots[scene]));
    if (!decoded.has(key)) {
      const whole = await createImageBitmap(fromBase64(camera[scene] ?? camera.plate));
      const canvas = new OffscreenCanvas(whole.width, whole.height);
      const context = canvas.getContext('2d');
      context.drawImage(whole, 0, 0);
      const by = state.shift[camera.id] ?? 0;
      if (by) context.drawImage(whole, by, 0);
      if (scene === 'dark') context.fillRect(0, 0, canvas.width, canvas.height);
      decoded.set(key, canvas.transferToImageBitmap());
    }
    return decoded.get(key);
  };

  // One clock for all cameras; `lag_ms` lets the last one fall behind.
  const tick = async () => {
    setTimeout(tick, state.every_ms);
    const now = performance.now();
    for (const [id, { generator, writer, camera }] of open) {
      if (generator.readyState === 'ended') continue;
      const image = await bitmap(camera, state.scene);
      const late = id === cameras.at(-1).id ? state.lag_ms : 0;
      const write = () => {
        if (generator.readyState === 'ended') return;
        const frame = new VideoFrame(image, { timestamp: Math.round(now * 1000) });
        writer.write(frame).catch(() => {});
      };
      if (late) setTimeout(write, late);
      else write();
    }
  };
  tick();

  navigator.mediaDevices.enumerateDevices = async () =>
    cameras
      .filter(({ id }) => state.attached.includes(id))
      .map(({ id }) => ({ kind: 'videoinput', deviceId: `device-${id}`, label: `Booth camera ${id}`, groupId: '' }));
  navigator.mediaDevices.getUserMedia = async ({ video }) => {
    if (state.denied) throw new DOMException('denied', 'NotAllowedError');
    const wanted = video.deviceId?.exact ?? `device-${cameras[0].id}`;
    const camera = cameras.find(({ id }) => `device-${id}` === wanted && state.attached.includes(id));
    if (!camera) throw new DOMException('no such camera', 'NotFoundError');
    const generator = new MediaStreamTrackGenerator({ kind: 'video' });
    generator.getCapabilities = () => ({ exposureMode: ['continuous', 'manual'], whiteBalanceMode: ['continuous', 'manual'] });
    generator.getSettings = () => ({ exposureTime: 300, colorTemperature: 4500 });
    generator.applyConstraints = async (set) => void (generator.applied = set);
    open.set(camera.id, { generator, writer: generator.writable.getWriter(), camera });
    return new MediaStream([generator]);
  };

  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (state.full) throw new DOMException('the disk is full', 'QuotaExceededError');
    return put.apply(this, given);
  };
  const RealWorker = window.Worker;
  window.Worker = class extends RealWorker {
    constructor(...given) {
      super(...given);
      state.workers.push(this);
    }
  };

  window.booth = {
    show: (scene) => (state.scene = scene),
    shift: (id, px) => (state.shift[id] = px),
    /** Half a period is as far apart as frames can be. */
    lag: (lagging) => Object.assign(state, lagging ? { every_ms: 240, lag_ms: 120 } : { every_ms: 1000 / fps, lag_ms: 0 }),
    deny: (denied) => (state.denied = denied),
    fill: (full) => (state.full = full),
    unplug(id) {
      state.attached = state.attached.filter((other) => other !== id);
      const track = open.get(id)?.generator;
      open.delete(id);
      track?.stop();
      track?.dispatchEvent(new Event('ended'));
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    plug(id) {
      state.attached.push(id);
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    /** The newest worker dies without a word of its own, as when the browser kills it. */
    kill() {
      const worker = state.workers.at(-1);
      worker.terminate();
      worker.dispatchEvent(new ErrorEvent('error', { message: 'killed' }));
    },
  };
}
