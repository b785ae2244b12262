// Cameras that do not exist, each with a picture of its own: runs in the page before anything else.
// `cameras` is [{id, plate, frame}] with pictures as base64 JPEG; `booth` on the page's window steers them.

/** The init script's function; give it to `addInitScript` with {cameras, fps}. */
export function fakeCameras({ cameras, fps = 8 }) {
  const decoded = new Map();
  const open = new Map();
  const state = { scene: 'plate', attached: cameras.map(({ id }) => id), denied: false, lag_ms: 0, full: false, workers: [], shift: {} };
  const fromBase64 = (base64) => new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/jpeg' });
  const bitmap = async (camera, scene) => {
    const key = `${camera.id} ${scene} ${state.shift[camera.id] ?? 0}`;
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
  setInterval(async () => {
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
  }, 1000 / fps);

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
    lag: (ms) => (state.lag_ms = ms),
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
