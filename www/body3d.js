// The fitted body in 3D with the tape lines of the measurements.

import { at } from './dom.js';
import { Scene } from './pkg/elements/scene.js';
import { t } from './words/index.js';

let scene;

/** Shows a mesh {positions_mm, faces}. */
export function showBody(mesh) {
  scene ??= build();
  scene?.showBody(mesh);
  scene?.showTapes([]);
  scene?.look('front');
}

/** Keeps the tapes of all measurements at hand. */
export const showTapes = (measurements) => scene?.showTapes(measurements);

/** Lays out one measurement's tape. */
export const selectTape = (id) => scene?.selectTape(id);

function build() {
  const canvas = at('body3d');
  canvas.setAttribute('aria-label', t('body_canvas'));
  canvas.setAttribute('role', 'img');
  const built = Scene.on(canvas);
  canvas.parentElement.hidden = !built; // the numbers stand beside it
  if (!built) return null;
  for (const button of document.querySelectorAll('[data-view]')) button.addEventListener('click', () => built.look(button.dataset.view));
  return built;
}
