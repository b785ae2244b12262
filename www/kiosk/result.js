// What was measured: the body, the girths that matter first, and what to doubt.

import { make } from '../dom.js';
import { warningText } from '../pkg/elements/words/index.js';
import { Scene } from '../pkg/elements/scene.js';
import { UNITS, length } from '../pkg/elements/units.js';
import { language, measurementName, t } from '../words/index.js';
import { SPREAD_MS } from './booth.js';
import { hideFault } from './fault.js';
import { actions, button, redraw, say, show } from './screens.js';

const FIRST = ['stature', 'bust_girth', 'waist_girth', 'hip_girth', 'arm_length', 'inside_leg_height'];
/** Doubts that are worth another try; the module's others are details. */
const TRY_AGAIN = ['person_cut', 'arms_near_body', 'arms_raised', 'leaning', 'feet_together', 'turned_away', 'little_turned', 'shots_differ', 'person_moved', 'camera_moved', 'loose_clothes', 'blurred', 'too_dark', 'fit_not_converged'];
/** Whose tape is shown first. */
const LAID = 'waist_girth';
const VIEWS = ['front', 'side', 'back'];
/** Stands in the scene when nobody's body does. */
const NOBODY = { positions_mm: new Float32Array(9), faces: new Uint32Array([0, 1, 2]) };

/** One scene for all visits: browsers keep but a few WebGL contexts. Null where this one has none: the numbers stand alone then. */
let scene;
/** What this person reads lengths in. */
let unit = UNITS[0];
/** Whose tape is shown. */
let laid = LAID;

export const chosenUnit = () => unit;

/** Shows a result; `keep`, `again`, `wipe` run on the three buttons. */
export function showResult({ fit, measurements, seconds, late }, { keep, again, wipe }) {
  scene ??= Scene.on(make('canvas', { class: 'body3d', tabindex: '0', role: 'img' }));
  const about = () => t('k_result_about', { n: seconds.toFixed(1), unit });
  show('result', () => {
    const doubts = doubtsOf(fit, late);
    const first = FIRST.map((id) => measurements.find((m) => m.id === id)).filter(Boolean);
    const rest = measurements.filter(({ id }) => !FIRST.includes(id));
    scene?.canvas.setAttribute('aria-label', t('body_canvas'));
    scene?.showBody(fit.mesh);
    scene?.showTapes(measurements);
    lay(laid);
    // The canvas knows its size a frame after it stands in the page.
    requestAnimationFrame(() => requestAnimationFrame(() => scene?.look('front')));
    return {
      elements: [
        make('h1', {}, t('k_result_title')),
        make('p', { class: 'lead' }, about()),
        doubts.length ? make('div', { class: 'doubts', id: 'doubts' }, make('strong', {}, t('k_result_doubt')), make('ul', {}, ...doubts.map((words) => make('li', {}, words)))) : null,
        make('div', { class: scene ? 'measured' : 'measured alone' },
          scene && make('figure', { class: 'stage' }, scene.canvas,
            make('div', { class: 'switch views', role: 'group', 'aria-label': t('view') }, ...VIEWS.map((name) => button(t(`view_${name}`), () => scene.look(name))))),
          make('div', { class: 'first' }, ...first.map(large))),
        make('div', { class: 'beside' },
          make('details', { class: 'all' }, make('summary', {}, t('k_result_all')), make('dl', {}, ...rest.map(small))),
          make('div', { class: 'switch units', role: 'group', 'aria-label': t('unit') }, ...UNITS.map(choice))),
        actions(
          button(t('k_result_wipe'), wipe, 'quiet', { id: 'wipe' }),
          button(t('k_result_again'), again, 'big', { id: 'again' }),
          button(t('k_result_keep'), keep, 'primary big', { id: 'take-along' })),
      ],
      leave: hideFault,
    };
  });
  const doubts = doubtsOf(fit, late);
  say([about(), ...(doubts.length ? [t('k_result_doubt'), ...doubts] : [])].join(' '));
}

/** Lets the body go, and the figures that stand beside it on a screen that is shown no more. */
export function forgetResult() {
  [unit, laid] = [UNITS[0], LAID];
  scene?.canvas.remove();
  scene?.showBody(NOBODY);
  scene?.showTapes([]);
}

function doubtsOf({ converged, warnings }, late) {
  const codes = new Set(warnings.map(({ code }) => code).filter((code) => TRY_AGAIN.includes(code)));
  if (!converged) codes.add('fit_not_converged');
  const words = [...codes].map((code) => warningText({ code }, language()));
  if (late != null) words.unshift(t('k_spread', { n: late, limit: SPREAD_MS }));
  return words;
}

/** Shows where that measurement's tape lies. */
function lay(id) {
  laid = id;
  scene?.selectTape(id);
  for (const one of document.querySelectorAll('.figure-of')) one.setAttribute('aria-pressed', String(one.dataset.id === id));
}

const choice = (name) => {
  const choose = () => {
    unit = name;
    redraw();
  };
  return button(name, choose, '', { 'aria-pressed': String(name === unit), 'data-value': name });
};

const large = (m) =>
  make('button', { type: 'button', class: 'figure-of', 'data-id': m.id, 'aria-pressed': String(m.id === laid), onclick: () => lay(m.id) },
    make('span', { class: 'name' }, measurementName(m)), make('span', { class: 'value' }, length(m.value_mm, unit)), make('span', { class: 'sigma' }, `± ${length(m.sigma_mm, unit)}`));

const small = (m) =>
  make('div', { 'data-id': m.id }, make('dt', {}, measurementName(m)), make('dd', {}, `${length(m.value_mm, unit)} ± ${length(m.sigma_mm, unit)}`));
