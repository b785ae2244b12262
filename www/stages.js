// The rail: which stage runs, which are done, how long each took.

import { at, make } from './dom.js';
import { hasText } from './pkg/elements/words/index.js';
import { t } from './words/index.js';

const STAGES = ['capture', 'silhouette', 'fit', 'measure', 'garment', 'knit'];
const state = new Map();

/** A stage's name; whatever has none happens in the engine. */
export const stageName = (stage) => t(hasText(`stage_${stage}`) ? `stage_${stage}` : 'stage_worker');

/** Clears the rail from that stage on. */
export function resetStages(from = 'capture') {
  for (const stage of STAGES.slice(STAGES.indexOf(from))) state.delete(stage);
  renderStages();
}

/** Runs one stage of the chain: `work` may report its progress from 0 to 1. */
export async function stage(name, work) {
  const start = performance.now();
  const set = (kind, fraction) => {
    state.set(name, { kind, fraction, seconds: (performance.now() - start) / 1000 });
    renderStages();
  };
  set('running', 0);
  say(t('running', { stage: stageName(name) }));
  try {
    const result = await work((fraction) => set('running', fraction));
    set('done', 1);
    return result;
  } catch (error) {
    set('failed', 1);
    throw error;
  }
}

/** Tells the end to those who listen rather than look. */
export const allDone = () => say(t('done'));

/** Draws the rail anew. */
export function renderStages() {
  const rail = at('rail');
  rail.hidden = state.size === 0;
  rail.replaceChildren(
    ...STAGES.map((name) => {
      const { kind = 'waiting', fraction = 0, seconds } = state.get(name) ?? {};
      const bar = make('progress', { max: 1, 'aria-hidden': 'true' });
      bar.value = fraction;
      const time = kind === 'done' ? t('seconds', { n: seconds.toFixed(seconds < 10 ? 1 : 0) }) : '';
      return make(
        'li',
        { class: kind, 'aria-current': kind === 'running' ? 'step' : null },
        make('span', { class: 'name' }, stageName(name)),
        make('span', { class: 'time' }, time),
        bar,
      );
    }),
  );
}

function say(words) {
  at('status').textContent = words;
}
