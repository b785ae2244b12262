// The cameras of the booth: which device is which, opened, locked, and grabbed all at the same moment.

import { Fault } from '../capture.js';
import { make } from '../dom.js';
import { reasonText } from '../pkg/elements/words/index.js';
import { language, t } from '../words/index.js';
import { cameraName } from './named.js';

/** Frames of one moment lie no farther apart than this. */
export const SPREAD_MS = 50;
const TRIES = 4;
const SILENT_MS = 3_000;

/** The cameras attached to this device; asks for permission where names are hidden without it. */
export async function attached() {
  if (!navigator.mediaDevices) throw new Fault('camera', t('k_no_cameras'), t('k_no_cameras_hint'));
  const list = async () => (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
  let devices = await list();
  if (devices.length && devices.every(({ label }) => !label)) {
    const stream = await media({ video: true });
    stream.getTracks().forEach((track) => track.stop());
    devices = await list();
  }
  return devices;
}

/** Runs `changed` whenever a camera is attached or taken away; gives a function that ends it. */
export function onAttached(changed) {
  navigator.mediaDevices?.addEventListener('devicechange', changed);
  return () => navigator.mediaDevices?.removeEventListener('devicechange', changed);
}

async function media(constraints, name = '') {
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    const key = { NotAllowedError: 'k_denied', NotFoundError: 'k_gone', OverconstrainedError: 'k_gone', NotReadableError: 'k_busy' }[error.name];
    const words = key ? t(key, { name }) : t('no_cameras', { why: reasonText(error, language()) });
    throw Object.assign(new Fault('camera', words, t(key ? `${key}_hint` : 'no_cameras_hint')), { code: error.name });
  }
}

/** One camera in use. `place` is {id, deviceId, label, turn_deg, width, height, locked}. */
export class Eye {
  #stream;
  #track;
  #canvas;

  constructor(place) {
    this.place = place;
    this.gone = false;
    this.video = make('video', { autoplay: true, playsinline: true });
    this.video.muted = true;
    this.onGone = () => {};
  }

  /** Opens the device, by its id or, where the browser has given it a new one, by its name. */
  async open() {
    this.close();
    const { id, deviceId, label, width, height, turn_deg = 0 } = this.place;
    const devices = await attached();
    const device = devices.find((d) => d.deviceId === deviceId) ?? devices.find((d) => d.label && d.label === label);
    if (!device) throw this.#isGone();
    const [w, h] = turn_deg % 180 ? [height, width] : [width, height];
    const size = { width: { ideal: w || 1920 }, height: { ideal: h || 1080 } };
    this.#stream = await media({ video: { deviceId: { exact: device.deviceId }, ...size } }, cameraName(id));
    [this.#track] = this.#stream.getVideoTracks();
    this.#track.addEventListener('ended', () => this.#ended());
    this.gone = false;
    this.video.srcObject = this.#stream;
    await this.video.play();
    if (this.place.locked) await this.#apply(this.place.locked);
    return this;
  }

  close() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = this.#track = undefined;
    this.video.srcObject = null;
  }

  /** Size of its pictures as they are measured: the rig's, where the device gives pictures of that shape, px. */
  get pictureSize() {
    const { width, height } = this.size;
    const { width: w, height: h } = this.place;
    return w && width * h === height * w ? { width: w, height: h } : { width, height };
  }

  /** Size of what the device gives, turned upright, px. */
  get size() {
    const { videoWidth: w, videoHeight: h } = this.video;
    return (this.place.turn_deg ?? 0) % 180 ? { width: h, height: w } : { width: w, height: h };
  }

  /**
   * Holds exposure, white balance and focus where they now are, where the browser allows it. Gives what was set, to be set again
   * after a restart: {} where nothing can be held.
   */
  async lock() {
    const can = this.#track?.getCapabilities?.() ?? {};
    const now = this.#track?.getSettings?.() ?? {};
    const set = {};
    const hold = (mode, ...values) => {
      if (!can[mode]?.includes('manual')) return;
      set[mode] = 'manual';
      for (const value of values) if (now[value] !== undefined) set[value] = now[value];
    };
    hold('exposureMode', 'exposureTime', 'iso');
    hold('whiteBalanceMode', 'colorTemperature');
    hold('focusMode', 'focusDistance');
    return (await this.#apply(set)) ? set : {};
  }

  async #apply(set) {
    if (!Object.keys(set).length) return false;
    return this.#track.applyConstraints({ advanced: [set] }).then(() => true, () => false);
  }

  /** The next frame: {time, draw}, where `draw(width, height)` gives its bitmap and must be called at once. */
  next() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(this.#isGone()), SILENT_MS);
      if (this.gone || !this.#track) {
        clearTimeout(timer);
        return reject(this.#isGone());
      }
      this.video.requestVideoFrameCallback((now, data) => {
        clearTimeout(timer);
        resolve({ time: data.captureTime ?? data.presentationTime ?? now, bitmap: this.#draw() });
      });
    });
  }

  /** The picture of now in a small size, for looks that need not be exact: ImageData, or null. */
  glimpse(width, context) {
    const { width: w, height: h } = this.size;
    if (!w || this.gone) return null;
    const height = Math.round((width * h) / w);
    if (context.canvas.width !== width || context.canvas.height !== height) Object.assign(context.canvas, { width, height });
    this.#paint(context, width, height);
    return context.getImageData(0, 0, width, height);
  }

  #draw() {
    const { width, height } = this.pictureSize;
    this.#canvas ??= new OffscreenCanvas(width, height);
    Object.assign(this.#canvas, { width, height });
    this.#paint(this.#canvas.getContext('2d'), width, height);
    return this.#canvas.transferToImageBitmap();
  }

  #paint(context, width, height) {
    const turn = ((this.place.turn_deg ?? 0) * Math.PI) / 180;
    const [w, h] = (this.place.turn_deg ?? 0) % 180 ? [height, width] : [width, height];
    context.setTransform(1, 0, 0, 1, width / 2, height / 2);
    context.rotate(turn);
    context.drawImage(this.video, -w / 2, -h / 2, w, h);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  #ended() {
    if (this.gone) return;
    this.gone = true;
    this.onGone(this.#isGone());
  }

  #isGone() {
    const name = cameraName(this.place.id);
    return Object.assign(new Fault('camera', t('k_gone', { name }), t('k_gone_hint')), { code: 'gone', camera: this.place.id });
  }
}

/** Opens all cameras; `gone(fault)` runs when one is lost later. */
export async function openEyes(places, gone) {
  const eyes = places.map((place) => new Eye(place));
  for (const eye of eyes) eye.onGone = gone;
  try {
    await Promise.all(eyes.map((eye) => eye.open()));
  } catch (error) {
    closeEyes(eyes);
    throw error;
  }
  return eyes;
}

/** Lets all cameras go. */
export const closeEyes = (eyes) => eyes.forEach((eye) => eye.close());

/** One frame of each camera, all of the same moment: {pictures: Map of id to ImageBitmap, spread_ms}. The best of a few tries. */
export async function grab(eyes) {
  let best = null;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const frames = await Promise.allSettled(eyes.map((eye) => eye.next()));
    const failed = frames.find(({ status }) => status === 'rejected');
    const taken = frames.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
    if (failed) {
      taken.forEach(({ bitmap }) => bitmap.close());
      best?.pictures.forEach((bitmap) => bitmap.close());
      throw failed.reason;
    }
    const times = taken.map(({ time }) => time);
    const spread_ms = Math.max(...times) - Math.min(...times);
    const pictures = new Map(eyes.map((eye, i) => [eye.place.id, taken[i].bitmap]));
    if (best && best.spread_ms <= spread_ms) pictures.forEach((bitmap) => bitmap.close());
    else {
      best?.pictures.forEach((bitmap) => bitmap.close());
      best = { pictures, spread_ms };
    }
    if (best.spread_ms <= SPREAD_MS) break;
  }
  return best;
}

/** A preview of a camera, turned as it is measured. */
export function preview(eye, ...overlays) {
  const { id, turn_deg = 0 } = eye.place;
  const { width, height } = eye.size;
  const box = make('div', { class: `preview turn${turn_deg}` }, eye.video, ...overlays);
  box.style.setProperty('aspect-ratio', `${width || 9} / ${height || 16}`);
  return make('figure', { class: 'eye', 'data-camera': id }, box);
}
