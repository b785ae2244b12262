// The hub of the set-up: what is done, what is to do, and the steps in their order.

import { make } from '../dom.js';
import { save as saveFile } from '../pkg/elements/files.js';
import { deviceKey, forgetDeviceKey, publicHex, publicPem } from '../pkg/elements/signer.js';
import { t } from '../words/index.js';
import { setUpCalibration } from './board.js';
import { setUpCameras } from './cameras.js';
import { guarded, hideFault } from './fault.js';
import { showHealth } from './health.js';
import { takePlates } from './plates.js';
import { moves } from './layouts.js';
import { reached } from './reach.js';
import { actions, button, show } from './screens.js';
import { choosePin } from './staff.js';
import { clear, load, save } from './store.js';
import { when } from './named.js';

export const IDLE_S = [30, 60, 120, 300];

/** All that is saved: {cameras, rig, plates, idle_s, turns}, and whether it suffices to measure. */
export async function setUp() {
  const [cameras, rig, plates, idle_s = 60, said] = await Promise.all(['cameras', 'rig', 'plates', 'idle_s', 'turns'].map(load));
  // Cameras that stand opposite each other see the same widths, unless the person turns.
  const turns = said ?? Boolean(rig && moves(rig.file).length);
  const measured = (id) => rig?.file.cameras.some((camera) => camera.id === id);
  const complete = Boolean(cameras?.length && rig && plates) && cameras.every(({ id }) => measured(id) && plates.pictures[id]);
  return { cameras, rig, plates, idle_s, turns, complete };
}

/** Shows the hub; `open()` runs when the booth is to be opened. */
export const showSetUp = guarded(async (open) => {
  hideFault();
  const [state, pair] = await Promise.all([setUp(), deviceKey()]);
  const hex = pair && (await publicHex(pair));
  const again = () => showSetUp(open);
  const steps = [
    ['cameras', state.cameras && t('k_hub_cameras_done', { n: state.cameras.length }), () => setUpCameras(again), true],
    ['calibration', state.rig && t('k_hub_calibration_done', { when: when(state.rig.at) }), () => setUpCalibration(again), state.cameras],
    ['plates', state.plates && t('k_hub_plates_done', { when: when(state.plates.at) }), () => takePlates(again), state.cameras && state.rig],
    ['health', null, () => showHealth(again), state.complete],
  ];
  show('hub', () => [
    make('h1', {}, t('k_hub_title')),
    make('p', { class: 'lead' }, t('k_hub_about')),
    make('div', { class: 'steps' }, ...steps.map((step, i) => tile(i + 1, ...step))),
    state.rig ? reached(state.rig.file, state.turns) : null,
    state.rig ? turning(state.turns, again) : null,
    make('label', { class: 'field' }, make('span', {}, t('k_hub_idle')), idle(state.idle_s)),
    actions(button(t('k_hub_open'), open, 'primary big', { disabled: !state.complete })),
    signing(pair, hex),
    make('div', { class: 'actions small' },
      button(t('k_hub_pin'), () => choosePin(again, again), 'quiet'),
      button(t('k_hub_erase'), () => askErase(again, open), 'quiet')),
  ]);
});

function tile(number, name, done, begin, possible) {
  const state = done || (name === 'health' ? '' : t('k_hub_todo'));
  return make(
    'button',
    { type: 'button', class: `tile ${done ? 'done' : ''}`, 'data-step': name, disabled: !possible, onclick: begin },
    make('span', { class: 'number', 'aria-hidden': 'true' }, done ? '✓' : String(number)),
    make('span', { class: 'what' }, t(`k_hub_${name}`)),
    make('span', { class: 'state' }, state),
  );
}

/** The public key by which the factory knows this booth's orders. */
function signing(pair, hex) {
  const file = guarded(async () => saveFile('booth.pub.pem', new Blob([await publicPem(pair)], { type: 'application/x-pem-file' })));
  return make('section', { class: 'part', id: 'signing' },
    make('div', {}, make('h2', {}, t('k_sign')), make('p', {}, t(pair ? 'k_sign_about' : 'k_sign_none')), ...(pair ? [make('code', {}, 'purlform verify ORDER --key booth.pub.pem'), make('code', { id: 'public-key' }, hex)] : [])),
    pair ? make('div', { class: 'row' }, button(t('k_sign_save'), file, '', { id: 'key-file' })) : null);
}

function idle(seconds) {
  const choices = IDLE_S.includes(seconds) ? IDLE_S : [seconds, ...IDLE_S];
  const options = choices.map((n) => make('option', { value: n, selected: n === seconds }, t('k_hub_seconds', { n })));
  return make('select', { id: 'idle', onchange: guarded(({ target }) => save('idle_s', Number(target.value))) }, ...options);
}

/** Whether people are measured twice, the second time turned. */
function turning(turns, changed) {
  const choose = async ({ target }) => {
    await save('turns', target.checked);
    changed();
  };
  const box = make('input', { type: 'checkbox', id: 'turns', checked: turns, onchange: guarded(choose) });
  return make('section', { class: 'part', id: 'turning' },
    make('div', {}, make('label', { class: 'field check' }, box, make('span', {}, t('k_hub_turns'))), make('p', { class: 'hint' }, t('k_hub_turns_about'))));
}

function askErase(back, open) {
  show('erase', () => [
    make('h1', {}, t('k_hub_erase')),
    make('p', { class: 'lead' }, t('k_hub_erase_sure')),
    actions(
      button(t('cancel'), back, '', { 'data-escape': '' }),
      button(t('k_hub_erase_yes'), guarded(async () => {
        await Promise.all([clear(), forgetDeviceKey()]);
        open();
      }), 'primary'),
    ),
  ]);
}
