// The booth: the attract screen, and what lies behind it for people and for staff.

import '../words/kiosk.js';
import { at, make } from '../dom.js';
import { deviceKey } from '../pkg/elements/signer.js';
import { speak, t } from '../words/index.js';
import { onAttached } from './booth.js';
import { running } from './engine.js';
import { guarded, hideFault, showFault } from './fault.js';
import { checkHealth, findings, healthy } from './health.js';
import { unwatch, watchIdle } from './idle.js';
import { offline } from './offline.js';
import { emblem, figure } from './pictures.js';
import { begin } from './scan.js';
import { actions, button, redraw, show, shown } from './screens.js';
import { setUp, showSetUp } from './setup.js';
import { askPin, choosePin } from './staff.js';
import { hasPin } from './pin.js';
import { persist } from './store.js';

const THANKS_MS = 4_000;
const STAFF_IDLE_S = 300;
let state = null;
let health = null;

/** Opens the booth: what is saved, whether all cameras stand where they stood, then the attract screen. */
const open = guarded(async () => {
  unwatch();
  [state] = await Promise.all([setUp(), deviceKey()]);
  health = null;
  if (!state.complete) return show('new', fresh);
  health = await checkHealth();
  return home();
});

function home() {
  if (!healthy(health)) return show('out', closed);
  running().catch(showFault);
  return show('attract', attract);
}

const attract = () => [
  emblem(),
  make('h1', {}, t('k_attract_title')),
  make('p', { class: 'lead' }, t('k_attract_about')),
  button(t('k_attract_start'), () => begin(state, over), 'primary start', { id: 'start' }),
  make('p', { class: 'private' }, t('k_attract_private')),
];

const fresh = () => [
  emblem(),
  make('h1', {}, t('k_new_title')),
  make('p', { class: 'lead' }, t('k_new_about')),
  actions(button(t('k_new_begin'), staff, 'primary big', { id: 'begin' })),
];

const closed = () => [
  make('h1', {}, t('k_out_title')),
  make('p', { class: 'lead' }, t('k_out_ask')),
  findings(health),
  actions(button(t('retry'), open, 'primary big', { id: 'retry' })),
];

/** After a visit: thanks where they are due, then a new beginning. */
function over(thanks) {
  if (!thanks) return afterFault();
  show('gone', () => {
    const timer = setTimeout(home, THANKS_MS);
    return {
      elements: [figure({ arms_deg: 8, feet: 16 }), make('h1', {}, t('k_gone_title')), make('p', { class: 'lead' }, t('k_gone_thanks')), actions(button(t('k_done'), home, 'primary big', { id: 'done' }))],
      leave: () => clearTimeout(timer),
    };
  });
}

/** A visit that ended without a result: were the cameras to blame, the check will tell. */
function afterFault() {
  if (at('fault').hidden) return home();
  return open();
}

const staff = guarded(async () => {
  hideFault();
  const inside = () => {
    watchIdle(STAFF_IDLE_S, open);
    persist();
    showSetUp(open);
  };
  if (await hasPin()) askPin(inside, open);
  else choosePin(inside, open);
});

at('staff').addEventListener('click', staff);
onAttached(() => {
  if (['out', 'attract'].includes(shown())) open();
});
speak(() => {
  redraw();
  offline();
});
open();
