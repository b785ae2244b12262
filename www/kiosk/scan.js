// One person's visit: consent, clothes, position, count, a picture by each camera (twice where people turn), measurements, hand-over.
// Nothing of it outlives it.

import { make } from '../dom.js';
import { t } from '../words/index.js';
import { SPREAD_MS, closeEyes, grab, openEyes } from './booth.js';
import { renew, withEngine } from './engine.js';
import { guarded, hideFault, showFault, showNote } from './fault.js';
import { stir, unwatch, watchIdle } from './idle.js';
import { showKeep } from './keep.js';
import { forgetOrder, showOrder } from './order.js';
import { emblem, figure, turnedPrints } from './pictures.js';
import { CLOTHES, POSES } from './poses.js';
import { forgetResult, showResult } from './result.js';
import { actions, back, button, say, show } from './screens.js';
import { SMALL, judge, look } from './watch.js';
import { cameraName } from './named.js';

const COUNT_S = 5;
const LOOK_MS = 250;
/** All must be well for so long before the count begins by itself. */
const STEADY_MS = 1_500;
/** Who was just told to turn is not looked at before. */
const TURNING_MS = 5_000;

/** Runs a visit with the set-up; `over(thanks)` runs when it has ended and everything is erased. */
export function begin(setUp, over) {
  const visit = { setUp, over, clothing: null, eyes: [], shots: [], result: null, ended: false };
  visit.end = (thanks = false) => {
    if (visit.ended) return;
    visit.ended = true;
    unwatch();
    wipe(visit);
    visit.result = null;
    forgetResult();
    forgetOrder();
    renew(); // the worker holds outlines and body
    over(thanks);
  };
  visit.fail = (error) => {
    if (visit.ended) return;
    console.warn(error?.code ?? '', error?.message ?? error);
    wipe(visit);
    showFault(error);
    if (error?.stage === 'camera') visit.end();
    else pose(visit, POSES.length - 1);
  };
  hideFault();
  watchIdle(setUp.idle_s, () => visit.end());
  consent(visit);
}

function consent(visit) {
  show('consent', () => [
    make('h1', {}, t('k_consent_title')),
    emblem(),
    make('ul', { class: 'points' }, ...[1, 2, 3].map((n) => make('li', {}, t(`k_consent_${n}`)))),
    actions(
      button(t('k_consent_no'), () => visit.end(), 'big'),
      button(t('k_consent_yes'), () => wear(visit), 'primary big', { id: 'agree' })),
  ]);
}

function wear(visit) {
  const choose = (clothing) => {
    visit.clothing = clothing;
    pose(visit, 0);
  };
  show('wear', () => [
    make('h1', {}, t('k_wear_title')),
    make('p', { class: 'lead' }, t('k_wear_about')),
    make('p', { class: 'ask' }, t('k_wear_ask')),
    make('div', { class: 'clothes' }, ...CLOTHES.map((clothes) =>
      make('button', { type: 'button', class: 'cloth-choice', 'data-clothing': clothes, onclick: () => choose(clothes) },
        figure({ clothes, arms_deg: 16, feet: 24 }), make('span', {}, t(`k_wear_${clothes}`))))),
    make('p', { class: 'hint' }, t('k_wear_hint')),
    actions(back(t('cancel'), () => visit.end())),
  ]);
}

/** One instruction; the last one goes on by itself when every camera sees the person well. */
function pose(visit, step) {
  const { name, figure: shape } = POSES[step];
  const last = step + 1 === POSES.length;
  show('pose', () => {
    const live = make('div', { class: 'live-checks' });
    const advice = make('p', { class: 'advice', id: 'advice' });
    let stop = () => {};
    if (last) stop = watchPerson(visit, live, advice, { begin: () => count(visit, () => pose(visit, step)) });
    else openAhead(visit);
    return {
      elements: [
        make('p', { class: 'eyebrow' }, t('k_step', { n: step + 1, all: POSES.length })),
        make('h1', {}, t(`k_pose_${name}`)),
        make('p', { class: 'lead' }, t(`k_pose_${name}_about`)),
        figure(shape),
        last ? live : null,
        last ? advice : null,
        actions(
          back(t('cancel'), () => visit.end()),
          step > 0 ? button(t('k_back'), () => pose(visit, step - 1), 'big') : null,
          last
            ? button(t('k_pose_go'), () => count(visit, () => pose(visit, step)), 'primary big', { id: 'go' })
            : button(t('k_next'), () => pose(visit, step + 1), 'primary big', { id: 'next' })),
      ],
      leave: () => stop(),
    };
  });
  say(t(`k_pose_${name}_about`));
}

/** The first pictures are taken: the same once more, turned. */
function turn(visit) {
  const again = () => {
    wipe(visit);
    pose(visit, POSES.length - 1);
  };
  const begin = () => count(visit, () => turn(visit));
  show('turn', () => {
    const live = make('div', { class: 'live-checks' });
    const advice = make('p', { class: 'advice', id: 'advice' });
    return {
      elements: [
        make('h1', {}, t('k_turn_title')),
        make('p', { class: 'lead' }, t('k_turn_about')),
        turnedPrints(),
        live,
        advice,
        actions(
          back(t('cancel'), () => visit.end()),
          button(t('k_back'), again, 'big'),
          button(t('k_pose_go'), begin, 'primary big', { id: 'go' })),
      ],
      leave: watchPerson(visit, live, advice, { begin, after_ms: TURNING_MS }),
    };
  });
  say(`${t('k_turn_title')} ${t('k_turn_about')}`);
}

/** Opens the cameras while the person reads; what fails is told when they are needed. */
function openAhead(visit) {
  visit.opening ??= openEyes(visit.setUp.cameras, (fault) => visit.fail(fault)).then((eyes) => {
    visit.eyes = eyes;
    if (visit.ended) closeEyes(eyes);
    return eyes;
  });
  visit.opening.catch(() => {});
  return visit.opening;
}

/** Looks at all cameras a few times a second, says what is missing, and begins the count when nothing is; not before a while has passed. */
function watchPerson(visit, live, advice, { begin, after_ms = 0 }) {
  let timer = null;
  let over = false;
  let since = null;
  const start = async () => {
    const eyes = await openAhead(visit);
    const context = new OffscreenCanvas(SMALL, SMALL).getContext('2d', { willReadFrequently: true });
    const plates = new Map();
    for (const eye of eyes) plates.set(eye.place.id, await small(visit.setUp.plates.pictures[eye.place.id], context));
    if (over) return;
    const from = performance.now() + after_ms;
    timer = setInterval(() => {
      if (performance.now() < from) return;
      const looks = new Map(eyes.map((eye) => [eye.place.id, look(plates.get(eye.place.id), eye.glimpse(SMALL, context))]));
      const { ready, hint } = judge(looks);
      live.replaceChildren(...[...looks].map(([id, seen]) => check(id, seen)));
      const words = hint ? t(hint) : '';
      if (advice.textContent !== words) {
        advice.textContent = words;
        say(words);
      }
      advice.classList.toggle('good', ready);
      if ([...looks.values()].some(({ state }) => state === 'ok')) stir();
      since = ready ? (since ?? performance.now()) : null;
      if (since !== null && performance.now() - since > STEADY_MS) begin();
    }, LOOK_MS);
  };
  start().catch((error) => visit.fail(error));
  return () => {
    over = true;
    clearInterval(timer);
  };
}

function check(id, { state }) {
  return make('p', { class: `check ${state === 'ok' ? 'good' : 'fair'}`, 'data-camera': id, 'data-state': state },
    make('span', { class: 'number', 'aria-hidden': 'true' }, state === 'ok' ? '✓' : '·'),
    make('strong', {}, cameraName(id)), make('span', {}, t(`k_see_${state}`)));
}

/** A stored plate in the size of the quick looks. */
async function small(blob, context) {
  const bitmap = await createImageBitmap(blob);
  const height = Math.round((SMALL * bitmap.height) / bitmap.width);
  Object.assign(context.canvas, { width: SMALL, height });
  context.drawImage(bitmap, 0, 0, SMALL, height);
  bitmap.close();
  return context.getImageData(0, 0, SMALL, height);
}

/** Counts down to the pictures; `away()` runs when it is given up. */
function count(visit, away) {
  let left = COUNT_S;
  show('count', () => {
    const number = make('p', { class: 'number', id: 'count' }, String(left));
    const timer = setInterval(() => {
      left--;
      number.textContent = String(Math.max(left, 1));
      say(String(left));
      stir();
      if (left > 0) return;
      clearInterval(timer);
      shoot(visit);
    }, 1000);
    return {
      elements: [number, make('h1', {}, t('k_count_about')), actions(back(t('cancel'), away))],
      leave: () => clearInterval(timer),
    };
  });
}

async function shoot(visit) {
  try {
    const eyes = await openAhead(visit);
    visit.shots.push(await grab(eyes));
    if (visit.setUp.turns && visit.shots.length < 2) {
      turn(visit);
      return;
    }
    closeCameras(visit);
    await work(visit);
  } catch (error) {
    visit.fail(error);
  }
}

async function work(visit) {
  const start = performance.now();
  const bar = make('progress', { max: 1, value: 0, id: 'progress', 'aria-label': t('k_working_title') });
  const words = make('p', { class: 'lead' });
  const tell = (key, fraction) => {
    bar.value = fraction;
    const now = `${t(key)} …`;
    if (words.textContent !== now) say((words.textContent = now));
    stir();
  };
  show('working', () => [figure({ marks: 'tape' }), make('h1', {}, t('k_working_title')), bar, words]);
  const { setUp, shots } = visit;
  const all = shots.reduce((sum, { pictures }) => sum + pictures.size, 0);
  const result = await withEngine(async (purlform, alive) => {
    await purlform.rig(rigOf(setUp), { clothing: visit.clothing });
    let done = 0;
    for (const [shot, { pictures }] of shots.entries()) {
      if (shot > 0) await purlform.turn();
      for (const [camera, picture] of pictures) {
        tell('k_working_outlines', (0.5 * done++) / all);
        // A copy goes to the worker: should it die, the picture is still here.
        await purlform.view(camera, { frame: await createImageBitmap(picture), plate: setUp.plates.pictures[camera] });
        alive();
      }
    }
    const onProgress = ({ fraction }) => {
      tell('k_working_fit', 0.5 + 0.45 * fraction);
      alive();
    };
    const fit = await purlform.fit({ onProgress });
    tell('k_working_measure', 0.97);
    return { fit, measurements: await purlform.measure() };
  }, { restarted: () => showNote(t('k_restarted')) });
  if (visit.ended) return;
  const spread_ms = Math.max(...shots.map((shot) => shot.spread_ms));
  wipe(visit);
  visit.result = { ...result, seconds: (performance.now() - start) / 1000, late: spread_ms > SPREAD_MS ? Math.round(spread_ms) : null };
  present(visit);
}

function present(visit) {
  showResult(visit.result, {
    keep: () => keep(visit),
    again: () => {
      visit.result = null;
      hideFault();
      pose(visit, POSES.length - 1);
    },
    wipe: () => visit.end(true),
  });
}

function keep(visit) {
  const finish = () => visit.end(true);
  const order = guarded(() => showOrder(visit.result, finish, () => keep(visit)));
  showKeep(visit.result, { finish, order, back: () => present(visit) });
}

/** The rig without cameras that are not used, as the module takes it. */
const rigOf = ({ rig, cameras }) => ({ ...rig.file, cameras: rig.file.cameras.filter(({ id }) => cameras.some((c) => c.id === id)) });

function closeCameras(visit) {
  closeEyes(visit.eyes);
  visit.eyes = [];
  visit.opening = null;
}

/** Lets pictures and cameras go. */
function wipe(visit) {
  for (const { pictures } of visit.shots) pictures.forEach((bitmap) => bitmap.close());
  visit.shots = [];
  closeCameras(visit);
}
