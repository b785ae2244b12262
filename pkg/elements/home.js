// The home scan: two photos of one phone, from its camera or from files; hints while one stands before it.

import { engine, scanned } from './base.js';
import { Cue } from './cue.js';
import { draw, make } from './dom.js';
import { focal35mm } from './exif.js';
import { KG_PER_LB, parseLength } from './units.js';
import { reasonText } from './words/index.js';

const VIEWS = ['front', 'side'];
/** Photos are brought to this height: more pixels do not make the outline better. */
const HEIGHT_PX = 1280;
/** An ordinary phone's main lens, where the photo does not say. */
const ORDINARY_35MM = 26;
const DIAGONAL_35MM = Math.hypot(36, 24);
const COUNTDOWN_S = 8;
const LOOK_EVERY_MS = 900;
const CLOTHES = ['underwear', 'close_fitting', 'thin_layer'];

/** A person to stand in, in a picture of 9 x 16; from the front and from the side. */
const FIGURES = {
  front:
    'M45 8c-4 0-6 3-6 7 0 3 1 6 3 8v4c-2 1-9 2-12 4-3 2-4 5-5 9l-8 27c-1 3-3 7-2 8 1 2 4 1 5-1l11-27 3-7c0 6-1 12-1 18-1 7-2 12-2 20 0 12 2 24 3 36 0 8-1 18 0 27 0 4-3 6-2 8 2 2 7 1 8-1 1-4 0-9 1-15 1-11 3-22 4-34 1 12 3 23 4 34 1 6 0 11 1 15 1 2 6 3 8 1 1-2-2-4-2-8 1-9 0-19 0-27 1-12 3-24 3-36 0-8-1-13-2-20 0-6-1-12-1-18l3 7 11 27c1 2 4 3 5 1 1-1-1-5-2-8l-8-27c-1-4-2-7-5-9-3-2-10-3-12-4v-4c2-2 3-5 3-8 0-4-2-7-6-7z',
  side:
    'M46 8c-4 0-7 3-7 7 0 2-1 4-1 5s1 1 1 2c0 2 1 3 3 3h2v3c-2 2-5 5-6 10-1 6-1 12-1 18 0 6 1 9 1 13-1 5-2 9-2 14 0 11 2 20 3 31 0 5-2 10-2 15 0 8 1 15 1 22 0 4-4 5-7 7-2 1-1 3 1 3 4 0 10 0 13-1 2-1 1-5 1-9 1-12 4-23 5-35 1-10 2-20 2-32 0-7 0-12-1-18 0-7 2-14 1-22 0-6-2-12-5-15l-1-3c3-2 5-5 5-9 0-5-2-9-6-9z',
};

/**
 * The home scan's part of <purlform-scan>. `host` is the element; `done(measurements)` runs with the scan's measurements and
 * what the person said of themself.
 */
export class HomeScan {
  #host;
  #done;
  #shots = {};
  #said = { stature: '', mass: '', lens: '', sex: null, clothing: 'close_fitting' };
  #live = null;
  #state = { busy: null, fraction: 0, fault: null };
  #abort = new AbortController();
  #facing = 'environment';
  #cue = new Cue();

  constructor(host, done) {
    this.#host = host;
    this.#done = done;
  }

  /** Lets camera and pictures go, and ends what is measured. */
  close() {
    this.#abort.abort();
    this.#stopCamera();
    for (const shot of Object.values(this.#shots)) URL.revokeObjectURL(shot.address);
    this.#shots = {};
    this.#state = { busy: null, fraction: 0, fault: null };
  }

  render() {
    const { t } = this;
    if (this.#live) return this.#viewfinder();
    const steps = ['home_wear', 'home_stand'].map((key) => make('li', {}, t(key)));
    return make(
      'div',
      { class: 'stack', part: 'home' },
      make('div', { class: 'stack' }, make('h3', {}, t('home_title')), make('p', {}, t('home_about')), make('p', { class: 'private' }, t('home_private'))),
      make('ol', { class: 'steps' }, ...steps),
      this.#about(),
      make('div', { class: 'shots' }, ...VIEWS.map((view) => this.#shot(view))),
      this.#lens(),
      this.#state.fault ? this.#host.faultBox(this.#state.fault) : null,
      this.#actions(),
    );
  }

  get t() {
    return (key, values) => this.#host.t(key, values);
  }

  #redraw() {
    this.#host.render();
  }

  #about() {
    const { t } = this;
    const { unit } = this.#host;
    const entry = (key, label, hint, placeholder) => {
      const input = make('input', { type: 'text', id: `home_${key}`, inputmode: 'decimal', autocomplete: 'off', placeholder });
      input.value = this.#said[key];
      input.addEventListener('input', () => (this.#said[key] = input.value));
      return make('div', { class: 'field' }, make('label', { for: `home_${key}` }, label), make('div', { class: 'with' }, input, make('span', {}, hint)));
    };
    const pills = (name, values, label) => {
      const items = values.map(([value, title]) => {
        const input = make('input', { type: 'radio', name: `home_${name}`, value: value ?? '', checked: this.#said[name] === value });
        input.addEventListener('change', () => (this.#said[name] = value));
        return make('label', {}, input, make('span', {}, title));
      });
      return make('fieldset', {}, make('legend', {}, label), make('div', { class: 'pills' }, ...items));
    };
    return make(
      'div',
      { class: 'stack' },
      make('div', { class: 'fields' }, entry('stature', t('home_stature'), unit, unit === 'in' ? '5\'6' : '168'), entry('mass', t('home_mass'), unit === 'in' ? 'lb' : 'kg', '')),
      pills('sex', [['female', t('sex_female')], ['male', t('sex_male')], [null, t('sex_none')]], t('sex')),
      pills('clothing', CLOTHES.map((c) => [c, t(`clothing_${c}`)]), t('clothing')),
    );
  }

  #shot(view) {
    const { t } = this;
    const shot = this.#shots[view];
    const input = make('input', { type: 'file', accept: 'image/jpeg,image/png,image/webp', id: `home_file_${view}` });
    input.addEventListener('change', () => input.files[0] && this.#file(view, input.files[0]));
    const picture = shot
      ? [make('img', { src: shot.address, alt: t(`home_file_${view}`) }), shot.outline ? found(shot.outline) : null]
      : [guide(view)];
    return make(
      'figure',
      { class: 'shot' },
      make('figcaption', {}, make('strong', {}, t(`home_${view}`)), make('p', { class: 'muted small' }, t(`home_${view}_how`))),
      make('div', { class: 'picture' }, ...picture),
      make('label', { class: 'button' }, input, make('span', {}, t(`home_file_${view}`))),
      shot && !shot.focal && !this.#said.lens ? make('p', { class: 'muted small' }, t('no_focal')) : null,
    );
  }

  #lens() {
    const shots = Object.values(this.#shots);
    if (!shots.length || shots.every(({ focal }) => focal)) return null;
    const input = make('input', { type: 'text', id: 'home_lens', inputmode: 'decimal', autocomplete: 'off', placeholder: String(ORDINARY_35MM) });
    input.value = this.#said.lens;
    input.addEventListener('input', () => (this.#said.lens = input.value));
    return make('div', { class: 'fields' }, make('div', { class: 'field' }, make('label', { for: 'home_lens' }, this.t('home_lens')), make('div', { class: 'with' }, input, make('span', {}, 'mm'))));
  }

  #actions() {
    const { t } = this;
    const { busy, fraction } = this.#state;
    const ready = VIEWS.every((view) => this.#shots[view]);
    return make(
      'div',
      { class: 'stack' },
      busy ? this.#host.progress(t(busy), fraction, () => this.#abort.abort()) : null,
      make(
        'div',
        { class: 'row' },
        make('button', { type: 'button', disabled: Boolean(busy), 'data-action': 'camera', 'data-arrive': ready ? null : '', onclick: () => this.#camera() }, t(ready ? 'home_retake' : 'home_camera')),
        make('button', { type: 'button', class: 'primary', 'data-action': 'measure', 'data-arrive': ready ? '' : null, disabled: !ready || Boolean(busy), onclick: () => this.#measure() }, t('home_measure')),
      ),
    );
  }

  #fail(error) {
    this.#state = { busy: null, fraction: 0, fault: error };
    this.#redraw();
  }

  async #file(view, file) {
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
      await this.#take(view, bitmap, await focal35mm(file));
    } catch {
      this.#fail({ message: this.t('no_picture', { name: file.name }) });
    }
  }

  /** Keeps a picture, turned upright and scaled; a focal length is one of a 36 x 24 mm picture. */
  async #take(view, bitmap, focal) {
    const scale = Math.min(1, HEIGHT_PX / bitmap.height);
    const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d').drawImage(bitmap, 0, 0, width, height);
    bitmap.close?.();
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    if (this.#shots[view]) URL.revokeObjectURL(this.#shots[view].address);
    this.#shots[view] = { blob, width, height, focal, address: URL.createObjectURL(blob) };
    this.#state.fault = null;
    this.#redraw();
  }

  async #measure() {
    const { t } = this;
    const { stature, mass, sex, clothing, lens } = this.#said;
    const stature_mm = parseLength(stature, this.#host.unit);
    if (!stature_mm) {
      this.#fail({ message: t('home_need_stature') });
      return this.#host.shadowRoot.getElementById('home_stature').focus();
    }
    const mass_kg = Number.parseFloat(mass.replace(',', '.')) * (this.#host.unit === 'in' ? KG_PER_LB : 1);
    const by_hand = Number.parseFloat(lens.replace(',', '.'));
    const cameras = VIEWS.map((id) => {
      const { width, height, focal } = this.#shots[id];
      const of35 = (by_hand > 8 && by_hand < 400 ? by_hand : null) ?? focal ?? ORDINARY_35MM;
      const f = (of35 / DIAGONAL_35MM) * Math.hypot(width, height);
      return { id, width, height, fx: f, fy: f, cx: (width - 1) / 2, cy: (height - 1) / 2, distortion: [0, 0, 0, 0, 0], rotation: null, translation_mm: null };
    });
    const subject = { stature_mm, sex, clothing, mass_kg: mass_kg > 0 ? mass_kg : null };
    const progress = (busy, fraction) => {
      this.#state = { busy, fraction, fault: null };
      this.#redraw();
    };
    progress('home_finding', 0.02);
    const { signal } = (this.#abort = new AbortController());
    try {
      const onProgress = ({ fraction }) => progress('home_fitting', 0.4 + 0.55 * fraction);
      const measured = await scanned({ rig: { version: 1, cameras }, subject, signal, onProgress }, async (e) => {
        for (const [i, view] of VIEWS.entries()) {
          this.#shots[view].outline = await e.view(view, { frame: this.#shots[view].blob }, { signal });
          progress('home_finding', 0.2 * (i + 1));
        }
      });
      this.#state = { busy: null, fraction: 0, fault: null };
      this.#done({ ...measured, sex });
    } catch (error) {
      // Whoever gave it up need not be told.
      this.#fail(signal.aborted ? null : error);
    }
  }

  async #camera(view = VIEWS[0]) {
    const { t } = this;
    this.#stopCamera();
    this.#cue.begin();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: this.#facing, width: { ideal: 1080 }, height: { ideal: 1920 } },
      });
      const video = make('video', { autoplay: true, muted: true, playsinline: true });
      video.muted = true;
      video.srcObject = stream;
      await video.play();
      this.#live = { stream, video, view, count: null, hint: 'hint_looking', good: false, stopped: false };
      this.#redraw();
      this.#watch(this.#live);
    } catch (error) {
      this.#live = null;
      this.#fail({ message: t('no_camera', { why: reasonText(error, this.#host.language) }), hint: t('no_camera_hint') });
    }
  }

  #stopCamera() {
    if (!this.#live) return;
    this.#live.stopped = true;
    clearInterval(this.#live.timer);
    for (const track of this.#live.stream.getTracks()) track.stop();
    this.#cue.end();
    this.#live = null;
  }

  #viewfinder() {
    const { t } = this;
    const live = this.#live;
    const stop = () => (this.#stopCamera(), this.#redraw());
    live.saying = make('p', { class: 'saying' }, t(live.hint));
    live.counter = make('p', { class: 'count', 'aria-live': 'assertive' });
    live.frame = make('div', { class: 'viewfinder' }, live.video, guide(live.view, 'outline'), live.counter, live.saying);
    return make(
      'div',
      { class: 'stack', part: 'home', onkeydown: ({ key }) => key === 'Escape' && stop() },
      make('h3', {}, `${VIEWS.indexOf(live.view) + 1} / ${VIEWS.length} · ${t(`home_${live.view}`)}`),
      make('p', {}, t(`home_${live.view}_how`)),
      live.frame,
      make(
        'div',
        { class: 'row' },
        make('button', { type: 'button', class: 'primary', 'data-action': 'take', 'data-arrive': '', onclick: () => this.#count() }, t('home_take', { n: COUNTDOWN_S })),
        make('button', { type: 'button', onclick: () => ((this.#facing = this.#facing === 'user' ? 'environment' : 'user'), this.#camera(live.view)) }, t('home_switch')),
        make('button', { type: 'button', 'data-action': 'sound', 'aria-pressed': String(this.#cue.on), onclick: () => this.#mute() }, t('home_sound')),
        make('button', { type: 'button', onclick: stop }, t('home_stop')),
      ),
    );
  }

  #count() {
    const live = this.#live;
    clearInterval(live.timer);
    let left = COUNTDOWN_S;
    const tick = () => {
      live.counter.textContent = left > 0 ? String(left) : '';
      this.#cue.beep(left > 0 ? 'tick' : 'shot');
      if (left-- > 0) return;
      clearInterval(live.timer);
      this.#shoot(live);
    };
    live.timer = setInterval(tick, 1000);
    tick();
  }

  async #shoot(live) {
    const bitmap = await createImageBitmap(live.video);
    const next = VIEWS[VIEWS.indexOf(live.view) + 1];
    const { view } = live;
    if (!next) this.#stopCamera();
    await this.#take(view, bitmap, null);
    if (next && this.#live === live) {
      live.view = next;
      this.#redraw();
      this.#cue.say(this.t(`home_${next}_how`), this.#host.language);
    }
  }

  #mute() {
    this.#cue.on = !this.#cue.on;
    this.#cue.say(this.t('home_sound'), this.#host.language);
    this.#redraw();
  }

  /** Looks for the person about once a second, as far as the device keeps up, and says what would be better. */
  async #watch(live) {
    const canvas = new OffscreenCanvas(1, 1);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    while (!live.stopped) {
      const { videoWidth, videoHeight } = live.video;
      if (videoWidth) {
        [canvas.width, canvas.height] = [Math.round((320 * videoWidth) / videoHeight), 320];
        context.drawImage(live.video, 0, 0, canvas.width, canvas.height);
        const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
        const light = brightness(pixels);
        try {
          const seen = await (await engine()).look(pixels);
          this.#say(live, light < 45 ? 'hint_dark' : hintOf(seen, canvas.width, canvas.height, live.view));
        } catch (error) {
          // Without hints the photos can be taken all the same.
          this.#say(live, error.code === 'no_network' ? `home_${live.view}_how` : 'hint_looking');
          if (error.code === 'no_network') return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  #say(live, hint) {
    if (live.stopped || live.hint === hint) return;
    live.hint = hint;
    live.saying.textContent = this.t(hint);
    this.#host.say(this.t(hint));
    if (hint !== 'hint_looking') this.#cue.say(this.t(hint), this.#host.language);
    live.frame.classList.toggle('good', hint === 'hint_good');
  }
}

/** What a person should do better, by the network's landmarks in a picture of that size. */
export function hintOf({ score, spots }, width, height, view) {
  if (score < 0.5) return 'hint_nobody';
  const y = (name) => spots[name][1] / height;
  const x = (name) => spots[name][0] / width;
  const [ankle, nose] = [Math.max(y('ankle_l'), y('ankle_r')), y('nose')];
  // The crown lies about as far above the nose as a seventh of the way from nose to ankles.
  if (nose - (ankle - nose) / 9 < 0.01) return 'hint_head';
  if (Math.max(ankle, y('toe_l'), y('toe_r')) > 0.985) return 'hint_feet';
  if (ankle - nose < 0.5) return 'hint_far';
  const middle = (x('hip_l') + x('hip_r')) / 2;
  if (Math.abs(middle - 0.5) > 0.17) return 'hint_aside';
  const across = (Math.abs(x('shoulder_l') - x('shoulder_r')) * width) / ((ankle - nose) * height);
  if (view === 'side') return across > 0.14 ? 'hint_turn' : 'hint_good';
  if (across < 0.14) return 'hint_face';
  const away = (side) => Math.abs(x(`wrist_${side}`) - x(`hip_${side}`)) * width;
  if (Math.min(away('l'), away('r')) < 0.07 * (ankle - nose) * height) return 'hint_arms';
  return 'hint_good';
}

function brightness({ data }) {
  let sum = 0;
  for (let i = 0; i < data.length; i += 64) sum += data[i] + data[i + 1] + data[i + 2];
  return sum / 3 / (data.length / 64);
}

const guide = (view, className = 'guide') =>
  draw('svg', { class: className, viewBox: '0 0 90 160', preserveAspectRatio: 'xMidYMid meet', 'aria-hidden': 'true' }, draw('path', { d: FIGURES[view] }));

function found({ width_px, height_px, contours_px }) {
  const lines = contours_px.map((points) => {
    const words = [];
    for (let i = 0; i + 1 < points.length; i += 6) words.push(`${points[i].toFixed(1)} ${points[i + 1].toFixed(1)}`);
    return words.length > 2 ? `M${words.join('L')}Z` : '';
  });
  return draw('svg', { class: 'found', viewBox: `-0.5 -0.5 ${width_px} ${height_px}`, 'aria-hidden': 'true' }, draw('path', { d: lines.join('') }));
}

