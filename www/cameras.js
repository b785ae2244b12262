// Live cameras: one device for each camera of a rig.json, a plate of the empty booth, then the person.

import { Fault, camerasOf } from './capture.js';
import { at, make } from './dom.js';
import { t } from './text.js';

const COUNTDOWN_S = 5;
let rig;
let booths = [];

/** Opens the panel; `measure(capture)` runs when plates and frames are taken, `fail(error)` when something does not work. */
export function openCameras(measure, fail) {
  const guard = (work) => async (event) => {
    try {
      await work(event);
    } catch (error) {
      fail(error instanceof Fault ? error : new Fault('capture', t('no_camera', { why: error.message }), t('no_camera_hint')));
    }
  };
  const rigInput = make('input', { type: 'file', accept: '.json,application/json' });
  const grid = make('div', { class: 'booths' });
  const count = make('output', { class: 'countdown' });
  const [plate, frame, run] = ['live_plate', 'live_frame', 'live_run'].map((name) => make('button', { type: 'button', disabled: true }, t(name)));
  run.classList.add('primary');
  const refresh = () => {
    plate.disabled = !booths.length;
    frame.disabled = !booths.length || booths.some((booth) => !booth.plate);
    run.disabled = !booths.length || booths.some((booth) => !booth.frame);
  };
  rigInput.addEventListener('change', guard(async () => {
    rig = await rigInput.files[0].text();
    const cameras = camerasOf(rig);
    (await navigator.mediaDevices.getUserMedia({ video: true })).getTracks().forEach((track) => track.stop());
    const devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    stop();
    booths = cameras.map((camera, i) => booth(camera, devices, devices[i], guard));
    grid.replaceChildren(...booths.map(({ element }) => element));
    await Promise.all(booths.map((one) => one.start()));
    refresh();
  }));
  plate.addEventListener('click', guard(async () => {
    await Promise.all(booths.map((one) => one.take('plate')));
    refresh();
  }));
  frame.addEventListener('click', guard(async () => {
    for (let n = COUNTDOWN_S; n > 0; n--) {
      count.value = t('live_countdown', { n });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    count.value = '';
    await Promise.all(booths.map((one) => one.take('frame')));
    refresh();
  }));
  run.addEventListener('click', () => {
    const views = booths.map(({ camera, frame, plate }) => ({ camera: camera.id, frame, plate }));
    closeCameras();
    measure({ name: t('cameras_title'), rig, subject: undefined, views });
  });
  at('live').replaceChildren(
    make('h2', {}, t('cameras_title')),
    make('p', {}, t('live_about')),
    make('div', { class: 'row' },
      make('label', { class: 'button' }, rigInput, make('span', {}, t('live_rig'))), plate, frame, run,
      make('button', { type: 'button', class: 'quiet', onclick: closeCameras }, t('live_close')), count),
    grid,
  );
  at('live').hidden = false;
  at('live').scrollIntoView({ block: 'start', behavior: 'smooth' });
}

/** Closes the panel and lets the cameras go. */
export function closeCameras() {
  stop();
  booths = [];
  at('live').hidden = true;
}

const stop = () => booths.forEach((one) => one.stop());

function booth(camera, devices, first, guard) {
  const video = make('video', { autoplay: true, playsinline: true });
  video.muted = true;
  const options = devices.map((device, i) => make('option', { value: device.deviceId }, device.label || `${i + 1}`));
  const select = make('select', { 'aria-label': t('live_device', { name: camera.id }) }, make('option', { value: '' }, t('live_none')), ...options);
  select.value = first?.deviceId ?? '';
  const shots = make('p', { class: 'shots' });
  let stream;
  const self = {
    camera,
    element: make('figure', { class: 'booth' }, video, make('figcaption', {}, make('span', {}, camera.id), select), shots),
    async start() {
      self.stop();
      if (!select.value) return;
      const size = { width: { ideal: camera.width }, height: { ideal: camera.height } };
      stream = await navigator.mediaDevices.getUserMedia({ video: { deviceId: { exact: select.value }, ...size } });
      video.srcObject = stream;
      await video.play();
    },
    stop() {
      stream?.getTracks().forEach((track) => track.stop());
      stream = undefined;
    },
    /** A picture of the rig's size, kept as PNG: a plate must not carry the marks of JPEG. */
    async take(kind) {
      const { width, height } = camera;
      if (video.videoWidth * height !== video.videoHeight * width)
        throw new Error(`${camera.id}: ${video.videoWidth} × ${video.videoHeight} ≠ ${width} × ${height}`);
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d').drawImage(video, 0, 0, width, height);
      self[kind] = await canvas.convertToBlob({ type: 'image/png' });
      shots.textContent = ['plate', 'frame'].filter((name) => self[name]).map(() => '●').join(' ');
    },
  };
  select.addEventListener('change', guard(() => self.start()));
  return self;
}
