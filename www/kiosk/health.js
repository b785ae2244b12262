// Health check: is every camera there, does it give pictures of its size, does it stand where it stood?

import { make } from '../dom.js';
import { t } from '../words/index.js';
import { Eye, grab } from './booth.js';
import { withEngine } from './engine.js';
import { guarded, hideFault } from './fault.js';
import { actions, back, button, say, show } from './screens.js';
import { load } from './store.js';
import { cameraName } from './named.js';

/** [{camera, state, moved_px, limit_px}]: `still`, `moved`, `scene_changed`, `unknown`, `gone`, `denied`, `busy`, `size`. */
export async function checkHealth() {
  const [cameras, rig, plates] = await Promise.all(['cameras', 'rig', 'plates'].map(load));
  const found = [];
  for (const place of cameras) {
    const eye = new Eye(place);
    try {
      await eye.open();
      const now = (await grab([eye])).pictures.get(place.id);
      const { width, height } = rig.file.cameras.find(({ id }) => id === place.id);
      if (now.width !== width || now.height !== height) found.push({ camera: place.id, state: 'size' });
      else found.push(await withEngine((purlform) => recheck(purlform, rig.file, place.id, plates.pictures[place.id], now)));
      now.close();
    } catch (error) {
      if (error.stage !== 'camera') throw error;
      found.push({ camera: place.id, state: { NotAllowedError: 'denied', NotReadableError: 'busy' }[error.code] ?? 'gone' });
    } finally {
      eye.close();
    }
  }
  return found;
}

const recheck = async (purlform, rig, camera, plate, now) =>
  purlform.recheck(rig, camera, { old: plate, new: await createImageBitmap(now) });

/** Whether the booth can be opened. What cannot be told is no reason to close it. */
export const healthy = (found) => found.every(({ state }) => state === 'still' || state === 'unknown');

/** The findings as a list: what is wrong, and what to do. */
export function findings(found) {
  return make('ul', { class: 'findings' }, ...found.map(({ camera, state, moved_px, limit_px }) => {
    const good = state === 'still';
    const words = t(`k_health_${state}`, { n: moved_px?.toFixed(1), limit: limit_px?.toFixed(1) });
    return make('li', { class: good ? 'good' : state === 'unknown' ? 'fair' : 'poor', 'data-camera': camera, 'data-state': state },
      make('span', { class: 'number', 'aria-hidden': 'true' }, good ? '✓' : '!'),
      make('div', {}, make('strong', {}, cameraName(camera)), make('span', {}, ` ${words}`), good ? '' : make('p', { class: 'hint' }, t(`k_health_${state}_do`))));
  }));
}

/** The check as a screen of the set-up. */
export const showHealth = guarded(async (done) => {
  hideFault();
  let found = null;
  let busy = false;
  const run = guarded(async () => {
    busy = true;
    draw();
    try {
      found = await checkHealth();
      say(t(healthy(found) ? 'k_health_good' : 'k_health_bad'));
    } finally {
      busy = false;
      draw();
    }
  });
  const draw = () => show('health', () => [
    make('h1', {}, t('k_health_title')),
    make('p', { class: 'lead' }, found ? t(healthy(found) ? 'k_health_good' : 'k_health_bad') : t('k_health_about')),
    found ? findings(found) : null,
    busy ? make('progress', { 'aria-label': t('k_health_title') }) : null,
    actions(back(t('k_back'), done), button(t('k_health_run'), run, 'primary', { id: 'run', disabled: busy })),
  ]);
  draw();
});
