// Set-up: the layout, and which of the attached cameras stands where.

import { Fault, camerasOf } from '../capture.js';
import { make } from '../dom.js';
import { t } from '../words/index.js';
import { Eye, attached, closeEyes, onAttached, preview } from './booth.js';
import { guarded, hideFault } from './fault.js';
import { LAYOUTS } from './layouts.js';
import { fileDrawing, fromAbove } from './pictures.js';
import { actions, back, button, say, show } from './screens.js';
import { load, save } from './store.js';
import { cameraName } from './named.js';

/** Chooses layout and cameras; `done()` runs at the end or when it is given up. */
export function setUpCameras(done) {
  hideFault();
  const choice = (name, picture, ...more) =>
    make('article', { class: 'choice' },
      picture,
      make('h2', { id: `layout_${name}` }, t(`k_layout_${name}`), name === 'fan' ? make('span', { class: 'best' }, t('k_layout_best')) : ''),
      make('p', {}, t(`k_layout_${name}_about`)),
      ...more);
  show('layout', () => {
    const input = make('input', { type: 'file', accept: '.json,application/json', id: 'rig-file' });
    input.addEventListener('change', guarded(async () => imported(await input.files[0].text(), done)));
    return [
      make('h1', {}, t('k_layout_title')),
      make('p', { class: 'lead' }, t('k_layout_about')),
      make('div', { class: 'choices' },
        ...Object.entries(LAYOUTS).map(([name, cameras]) =>
          choice(name, fromAbove(cameras), button(t('k_next'), guarded(() => assign(cameras.map(({ id }) => ({ id })), done)), name === 'fan' ? 'primary' : '', { 'data-layout': name, 'aria-describedby': `layout_${name}` }))),
        choice('rig', fileDrawing(), make('label', { class: 'button' }, input, make('span', {}, t('k_layout_rig_choose'))))),
      actions(back(t('k_back'), done)),
    ];
  });
}

async function imported(text, done) {
  const cameras = camerasOf(text);
  const file = JSON.parse(text);
  const unplaced = cameras.find(({ rotation, width, height }) => !rotation || !(width > 0) || !(height > 0));
  if (unplaced) throw new Fault('capture', t('bad_rig', { why: `${unplaced.id}: rotation, width, height` }));
  const next = async () => {
    await save('rig', { file, at: Date.now() });
    await save('plates', undefined);
    done();
  };
  await assign(cameras.map(({ id, width, height }) => ({ id, width, height })), done, next);
}

/** `places` need {id}, and {width, height} where a rig asks for them. `next` runs after saving instead of `done`. */
async function assign(places, done, next = done) {
  hideFault();
  const kept = (await load('cameras')) ?? [];
  let devices = await attached();
  const known = places.map((place) => kept.find(({ id, deviceId }) => id === place.id && devices.some((d) => d.deviceId === deviceId)));
  const chosen = [];
  // What another place had before is its own.
  const taken = ({ deviceId }) => chosen.some((eye) => eye.place.deviceId === deviceId) || known.some((one) => one?.deviceId === deviceId);
  const free = () => devices.find((d) => !taken(d));
  for (const [i, place] of places.entries()) {
    const before = known[i];
    const device = before ?? free() ?? { deviceId: '', label: '' };
    const turn_deg = before?.turn_deg ?? 0;
    chosen.push(new Eye({ ...place, deviceId: device.deviceId, label: device.label, turn_deg }));
  }
  const open = guarded((eye) => (eye.place.deviceId ? eye.open() : eye.close()));
  await Promise.all(chosen.map(open));
  let hold = true;

  const card = (eye) => {
    const { place } = eye;
    const options = devices.map((d, i) => make('option', { value: d.deviceId, selected: d.deviceId === place.deviceId }, `${i + 1} ${d.label}`.trim()));
    const select = make('select', { 'data-device': place.id, 'aria-label': t('live_device', { name: cameraName(place.id) }) }, make('option', { value: '', selected: !place.deviceId }, t('live_none')), ...options);
    select.addEventListener('change', guarded(async () => {
      const device = devices.find((d) => d.deviceId === select.value);
      Object.assign(place, { deviceId: select.value, label: device?.label ?? '' });
      await open(eye);
      // The others stay as they are, the button that may be under a finger among them.
      const focused = document.activeElement === select;
      const anew = card(eye);
      figure.replaceWith(anew);
      if (focused) anew.querySelector('select').focus();
    }));
    const turn = button(t('k_assign_turn'), () => {
      place.turn_deg = ((place.turn_deg ?? 0) + 90) % 360;
      draw();
    }, 'quiet', { 'data-turn': place.id, 'aria-label': t('k_assign_turn_of', { name: cameraName(place.id) }) });
    const figure = preview(eye);
    const { width, height } = eye.size;
    const locked = place.locked ? t(Object.keys(place.locked).length ? 'k_assign_locked' : 'k_assign_unlocked') : '';
    figure.append(
      make('figcaption', {}, make('strong', {}, cameraName(place.id)), make('span', { class: 'state' }, width ? `${width} × ${height}` : '', locked ? ` · ${locked}` : '')),
      make('div', { class: 'row' }, select, turn),
    );
    return figure;
  };
  const draw = () => show('assign', () => {
    const missing = places.length > devices.length;
    return {
      elements: [
        make('h1', {}, t('k_assign_title')),
        make('p', { class: 'lead' }, missing ? t('k_assign_missing', { n: devices.length, needed: places.length }) : t('k_assign_about')),
        make('div', { class: 'eyes' }, ...chosen.map(card)),
        make('label', { class: 'field check' }, make('input', { type: 'checkbox', checked: hold, onchange: ({ target }) => (hold = target.checked) }), make('span', {}, t('k_assign_lock'))),
        actions(
          back(t('k_back'), () => leave(done)),
          button(t('k_assign_save'), guarded(keep), 'primary', { id: 'keep', disabled: missing })),
      ],
    };
  });
  const leave = (to) => {
    stopWatching();
    closeEyes(chosen);
    to();
  };
  const keep = async () => {
    const ids = chosen.map(({ place }) => place.deviceId);
    if (ids.includes('') || new Set(ids).size < ids.length) throw new Fault('camera', t('k_assign_twice'));
    for (const eye of chosen) {
      const { width, height } = eye.size;
      const { id, width: w, height: h } = eye.place;
      // A rig that was made for other pictures would measure wrongly.
      if (w && width * h !== height * w) throw new Fault('camera', t('k_size', { name: cameraName(id), w: width, h: height, cw: w, ch: h }));
      eye.place.locked = hold ? await eye.lock() : {};
      if (!w) Object.assign(eye.place, { width, height });
    }
    const same = ({ place: { id, deviceId, turn_deg } }) => kept.some((k) => k.id === id && k.deviceId === deviceId && k.turn_deg === turn_deg);
    await save('cameras', chosen.map(({ place }) => place));
    // Another camera in a place has another lens and looks another way.
    if (!chosen.every(same)) for (const name of ['rig', 'plates']) await save(name, undefined);
    leave(next);
  };
  const stopWatching = onAttached(guarded(async () => {
    devices = await attached();
    draw();
    say(document.querySelector('#screen .lead').textContent);
  }));
  draw();
}
