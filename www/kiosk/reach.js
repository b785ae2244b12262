// What the cameras reach where they stand: told to the clerk before anybody is measured.

import { make } from '../dom.js';
import { forgiven_mm } from '../pkg/elements/person.js';
import { errorDetail, errorText } from '../pkg/elements/words/index.js';
import { language, measurementName, t } from '../words/index.js';
import { running } from './engine.js';
import { moves } from './layouts.js';
import { say } from './screens.js';
import { cameraName } from './named.js';

/** The girths that depend on where cameras stand. */
const TOLD = ['bust_girth', 'underbust_girth', 'waist_girth', 'hip_girth'];
/** Fewer leave directions unseen. */
const ENOUGH_CAMERAS = 4;

/** What was worked out last: a screen is drawn again and again. */
let last = { asked: null, answer: null };

/** A section that fills itself once the worker knows; `turns`: people are measured twice, the second time turned. */
export function reached(rig, turns) {
  const bar = make('progress', { max: 1, value: 0, 'aria-label': t('k_reach_working') });
  const section = make('section', { class: 'reach', id: 'reach', 'aria-busy': 'true' }, make('h2', {}, t('k_reach_title')), bar);
  const fill = (state, ...parts) => {
    bar.replaceWith(...parts.filter(Boolean));
    section.dataset.state = state;
    section.setAttribute('aria-busy', 'false');
  };
  answerFor(rig, turns, (share) => (bar.value = share)).then(
    (all) => fill('told', ...findings(rig, turns, all)),
    (error) => fill('fault', make('p', {}, errorText(error, language())), ...errorDetail(error, language()).map((words) => make('p', { class: 'hint' }, words))),
  );
  return section;
}

function answerFor(rig, turns, onProgress) {
  const asked = JSON.stringify({ rig, turns });
  if (asked !== last.asked) {
    const answer = running().then((purlform) => purlform.reach(rig, { turned: turns, onProgress: ({ total }) => onProgress(total) }));
    last = { asked, answer };
    answer.then(() => say(t('k_reach_title')), () => (last = { asked: null, answer: null }));
  }
  return last.answer;
}

function findings(rig, turns, all) {
  const told = TOLD.map((id) => all.find((m) => m.id === id));
  const within_mm = ({ sigma_mm }) => Math.round(2 * sigma_mm);
  const weak = told.filter((m) => within_mm(m) > forgiven_mm(m.value_mm));
  const line = (m) => {
    const limit = Math.round(forgiven_mm(m.value_mm));
    const poor = weak.includes(m);
    return make('li', { class: poor ? 'fair' : 'good', 'data-id': m.id },
      make('span', {}, measurementName(m)), make('strong', {}, t('k_reach_within', { n: within_mm(m) })), make('span', { class: 'hint' }, poor ? t('k_reach_forgives', { n: limit }) : ''));
  };
  return [
    make('p', {}, t(turns ? 'k_reach_about_turned' : 'k_reach_about')),
    make('ul', {}, ...told.map(line)),
    make('ul', { class: 'advice-list' }, ...advice(rig, turns, weak).map((words) => make('li', {}, words))),
  ];
}

/** What would reach more, and what happens until then. */
function advice(rig, turns, weak) {
  const same = moves(rig);
  const pairs = turns
    ? same.slice(0, 1).map(() => t('k_reach_turned'))
    : same.map(({ beside, id, to }) => t('k_reach_same', { a: cameraName(beside), b: cameraName(id), to: cameraName(to) }));
  if (!weak.length) return pairs.length ? pairs : [t('k_reach_good')];
  const few = rig.cameras.length < ENOUGH_CAMERAS;
  const more = pairs.length ? pairs : [t(few ? 'k_reach_few' : 'k_reach_nearer')];
  return [...more, t('k_reach_tape', { names: weak.map(measurementName).join(t('k_and')) })];
}
