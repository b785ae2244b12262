// Live cameras of a calibrated rig: which device is which, the empty booth, then the person.

import { make } from './dom.js';
import { reasonText } from './words/index.js';

const COUNTDOWN_S = 5;
/** Pictures of one moment lie no farther apart than this. */
const SPREAD_MS = 50;
const SILENT_MS = 3000;

/**
 * The live cameras' part of a page. `host` has `t(key, values)`, `render()` to draw this anew and `faultBox(error)`; `done({rig, views})`
 * runs with a capture, the cameras let go.
 */
export class LiveBooth {
  #host;
  #done;
  #rig = null;
  #devices = [];
  #eyes = [];
  #counter = make('output', { class: 'count' });
  #timer;
  #late = null;
  #fault = null;

  constructor(host, done) {
    this.#host = host;
    this.#done = done;
  }

  /** Lets cameras and pictures go. */
  close() {
    clearInterval(this.#timer);
    for (const eye of this.#eyes) eye.close();
    [this.#rig, this.#eyes, this.#late, this.#fault] = [null, [], null, null];
    this.#counter.value = '';
  }

  /** Opens the cameras of a rig.json's text, each with the next device that is attached. */
  open = this.#guarded(async (text) => {
    this.close();
    const { t } = this;
    const fault = (why) => Object.assign(new Error(t('live_bad_rig', { why })), { hint: t('live_bad_rig_hint') });
    let cameras;
    try {
      ({ cameras } = JSON.parse(text));
    } catch (error) {
      throw fault(reasonText(error, this.#host.language));
    }
    if (!cameras?.length || !cameras.every(({ id, width, height }) => typeof id === 'string' && width > 0 && height > 0)) throw fault('cameras');
    if (!navigator.mediaDevices) throw new Error(t('live_insecure'));
    // Devices have no names before a camera is allowed.
    (await navigator.mediaDevices.getUserMedia({ video: true })).getTracks().forEach((track) => track.stop());
    this.#devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    this.#rig = text;
    this.#eyes = cameras.map((camera, i) => new Eye(camera, this.#devices[i]?.deviceId ?? ''));
    await Promise.all(this.#eyes.map((eye) => eye.open()));
  });

  get t() {
    return (key, values) => this.#host.t(key, values);
  }

  render() {
    const { t } = this;
    const input = make('input', { type: 'file', accept: '.json,application/json', id: 'live_rig' });
    input.addEventListener('change', async () => input.files[0] && this.open(await input.files[0].text()));
    const eyes = this.#eyes;
    const button = (name, work, able, primary) =>
      make('button', { type: 'button', class: primary ? 'primary' : null, 'data-action': name, disabled: !able, onclick: work }, t(name, { n: COUNTDOWN_S }));
    const all = (kind) => eyes.length > 0 && eyes.every((eye) => eye[kind]);
    return make(
      'div',
      { class: 'stack live', part: 'live' },
      make('p', { class: 'muted' }, t('live_about')),
      this.#fault ? this.#host.faultBox(this.#fault) : null,
      make(
        'div',
        { class: 'row' },
        make('label', { class: 'button' }, input, make('span', {}, t('live_rig'))),
        ...(eyes.length
          ? [
              button('live_plate', () => this.#take('plate'), true, !all('plate')),
              button('live_frame', () => this.#take('frame'), all('plate'), all('plate') && !all('frame')),
              button('live_run', () => this.#run(), all('frame'), all('frame')),
              make('button', { type: 'button', class: 'quiet', onclick: () => (this.close(), this.#host.render()) }, t('close')),
            ]
          : []),
        this.#counter,
      ),
      this.#late ? make('p', { class: 'note' }, t('live_spread', { n: this.#late, limit: SPREAD_MS })) : null,
      eyes.length ? make('div', { class: 'eyes' }, ...eyes.map((eye) => this.#card(eye))) : null,
    );
  }

  #card(eye) {
    const { t } = this;
    const { id } = eye.camera;
    const options = this.#devices.map(({ deviceId, label }, i) => make('option', { value: deviceId, selected: deviceId === eye.deviceId }, label || String(i + 1)));
    const select = make('select', { 'aria-label': t('live_device', { name: id }) }, make('option', { value: '' }, t('live_none')), ...options);
    select.addEventListener('change', this.#guarded(async () => {
      eye.deviceId = select.value;
      await eye.open();
    }));
    const taken = ['plate', 'frame'].filter((kind) => eye[kind]).map((kind) => t(`live_has_${kind}`));
    return make('figure', { 'data-camera': id }, eye.video, make('figcaption', {}, make('strong', {}, id), make('span', { class: 'muted small' }, taken.join(t('comma')))), select);
  }

  /** Counts down, for whoever must leave or come in, and takes all pictures of one moment. */
  #take(kind) {
    clearInterval(this.#timer);
    let left = COUNTDOWN_S;
    const tick = () => {
      this.#counter.value = left > 0 ? String(left) : '';
      if (left-- > 0) return;
      clearInterval(this.#timer);
      shoot();
    };
    const shoot = this.#guarded(async () => {
      const taken = await Promise.all(this.#eyes.map((eye) => eye.shoot(this.t)));
      const times = taken.map(({ time }) => time);
      const spread = Math.round(Math.max(...times) - Math.min(...times));
      this.#late = kind === 'frame' && spread > SPREAD_MS ? spread : null;
      for (const [i, eye] of this.#eyes.entries()) eye[kind] = taken[i].blob;
    });
    this.#timer = setInterval(tick, 1000);
    tick();
  }

  #run() {
    const capture = { rig: this.#rig, views: this.#eyes.map(({ camera, frame, plate }) => ({ camera: camera.id, frame, plate })) };
    this.close();
    this.#done(capture);
  }

  /** The same work, after which this is drawn anew, with what failed. */
  #guarded(work) {
    return async (...given) => {
      this.#fault = null;
      try {
        await work(...given);
      } catch (error) {
        const refused = error.name === 'NotAllowedError' || error.name === 'NotReadableError';
        this.#fault = refused ? { message: this.t('no_camera', { why: reasonText(error, this.#host.language) }), hint: this.t('live_allow') } : error;
      }
      this.#host.render();
    };
  }
}

/** One camera of the rig, and the device that stands for it. */
class Eye {
  plate = null;
  frame = null;
  video = make('video', { autoplay: true, playsinline: true });
  #stream = null;

  constructor(camera, deviceId) {
    Object.assign(this, { camera, deviceId });
    this.video.muted = true;
  }

  async open() {
    this.close();
    if (!this.deviceId) return;
    const { width, height } = this.camera;
    this.#stream = await navigator.mediaDevices.getUserMedia({ video: { deviceId: { exact: this.deviceId }, width: { ideal: width }, height: { ideal: height } } });
    this.video.srcObject = this.#stream;
    await this.video.play();
  }

  close() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = this.video.srcObject = null;
  }

  /** The next frame {time, blob} in the rig's size, as PNG: a plate must not carry the marks of JPEG. */
  shoot(t) {
    const { id, width, height } = this.camera;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(t('live_silent', { name: id }))), SILENT_MS);
      this.video.requestVideoFrameCallback((now, { captureTime, presentationTime }) => {
        clearTimeout(timer);
        const { videoWidth: w, videoHeight: h } = this.video;
        if (w * height !== h * width) return reject(new Error(t('live_size', { name: id, w, h, cw: width, ch: height })));
        const canvas = new OffscreenCanvas(width, height);
        canvas.getContext('2d').drawImage(this.video, 0, 0, width, height);
        canvas.convertToBlob({ type: 'image/png' }).then((blob) => resolve({ time: captureTime ?? presentationTime ?? now, blob }), reject);
      });
    });
  }
}
