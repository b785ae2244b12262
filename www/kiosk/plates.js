// Set-up: pictures of the empty booth, kept as PNG: a plate must not carry the marks of JPEG.

import { make } from '../dom.js';
import { t } from '../words/index.js';
import { closeEyes, grab, openEyes, preview } from './booth.js';
import { guarded, hideFault, showFault } from './fault.js';
import { actions, back, button, say, show } from './screens.js';
import { load, save } from './store.js';
import { cameraName } from './named.js';

const STEP_OUT_S = 8;

/** Takes the empty booth; `done()` runs at the end or when it is given up. */
export const takePlates = guarded(async (done) => {
  hideFault();
  const eyes = await openEyes(await load('cameras'), showFault);
  let timer = null;
  let saved = false;
  const leave = () => {
    clearInterval(timer);
    closeEyes(eyes);
    done();
  };
  const take = guarded(async () => {
    const { pictures } = await grab(eyes);
    const blobs = {};
    for (const [id, bitmap] of pictures) blobs[id] = await png(bitmap);
    await save('plates', { pictures: blobs, at: Date.now() });
    saved = true;
    say(t('k_plates_saved'));
    draw();
  });
  const count = make('output', { class: 'count' });
  const begin = () => {
    hideFault();
    let left = STEP_OUT_S;
    clearInterval(timer);
    count.value = left;
    timer = setInterval(() => {
      left--;
      count.value = left || '';
      if (left > 0) return;
      clearInterval(timer);
      take();
    }, 1000);
  };
  const card = (eye) => {
    const figure = preview(eye);
    figure.append(make('figcaption', {}, make('strong', {}, cameraName(eye.place.id))));
    return figure;
  };
  const draw = () => show('plates', () => [
    make('h1', {}, t('k_plates_title')),
    make('p', { class: 'lead' }, saved ? t('k_plates_saved') : t('k_plates_about', { n: STEP_OUT_S })),
    make('div', { class: 'eyes' }, ...eyes.map(card)),
    count,
    actions(
      back(t('k_back'), leave),
      button(t('k_plates_take'), begin, saved ? '' : 'primary', { id: 'take' }),
      saved ? button(t('k_done'), leave, 'primary', { id: 'done' }) : null),
  ]);
  draw();
});

async function png(bitmap) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
