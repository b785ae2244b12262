// Nobody there any more? Then everything is erased and the booth begins anew.

import { at } from '../dom.js';
import { t } from '../words/index.js';

const ASK_S = 15;
let limit_s = 60;
let over = null;
let last = 0;

/** Watches until `unwatch`: after `seconds` without a touch it asks, and 15 s later `erase()` runs. */
export function watchIdle(seconds, erase) {
  limit_s = seconds;
  over = erase;
  stir();
}

export function unwatch() {
  over = null;
  if (at('still').open) at('still').close();
}

/** Somebody is there. */
export function stir() {
  last = performance.now();
  if (at('still').open) at('still').close();
}

for (const event of ['pointerdown', 'keydown', 'touchstart']) document.addEventListener(event, () => over && stir(), { passive: true });
at('still-yes').addEventListener('click', stir);
at('still').addEventListener('cancel', stir);

setInterval(() => {
  if (!over) return;
  const left_s = limit_s + Math.min(ASK_S, limit_s) - (performance.now() - last) / 1000;
  if (left_s <= 0) {
    const erase = over;
    unwatch();
    erase();
  } else if (left_s <= Math.min(ASK_S, limit_s)) {
    at('still-about').textContent = t('k_still_about', { n: Math.ceil(left_s) });
    if (!at('still').open) at('still').showModal();
  }
}, 250);
