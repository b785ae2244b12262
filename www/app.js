// The page: from a capture through the chain, one stage after the other, everything heavy in the worker.

import { selectTape, showBody, showTapes } from './body3d.js';
import { capturedFiles, chosenFiles, droppedFiles, sampleCapture } from './capture.js';
import { at, bring, make } from './dom.js';
import { releaseFrames, renderFrames } from './frames.js';
import './pkg/elements/index.js';
import { engine } from './pkg/elements/base.js';
import { LiveBooth } from './pkg/elements/live.js';
import { errorDetail, errorText, warningText } from './pkg/elements/words/index.js';
import { renderPrograms } from './programs.js';
import { allDone, renderStages, resetStages, stage, stageName } from './stages.js';
import { lengthWithUnit, renderTable } from './table.js';
import { language, measurementName, speak, t } from './words/index.js';

/** All that has been made so far; each stage adds to it. */
let made = { seen: new Map() };
/** Counts runs, so that a newer one silences the older. */
let run = 0;

const live = new LiveBooth(
  {
    t,
    get language() {
      return language();
    },
    render: renderLive,
    faultBox: (error) => make('div', { class: 'fault', role: 'alert' }, make('strong', {}, error.message), make('p', { class: 'hint' }, error.hint ?? '')),
  },
  (capture) => {
    at('live').hidden = true;
    start(async () => ({ name: t('cameras_title'), ...capture }));
  },
);

function renderLive() {
  at('live').replaceChildren(make('h2', {}, t('cameras_title')), live.render());
}

async function start(getCapture) {
  const mine = ++run;
  live.close();
  at('live').hidden = true;
  clear();
  document.body.dataset.state = 'work';
  try {
    const purlform = await stage('capture', async () => {
      const [capture, opened] = await Promise.all([getCapture(), engine()]);
      if (mine !== run) return opened;
      made.capture = capture;
      await opened.rig(capture.rig, capture.subject);
      return opened;
    });
    if (mine !== run) return;
    await stage('silhouette', (progress) => outlines(purlform, mine, progress));
    if (mine !== run) return;
    made.fit = await stage('fit', (progress) => purlform.fit({ onProgress: ({ fraction }) => progress(fraction) }));
    if (mine !== run) return;
    made.seen = new Map(made.fit.seen.map((outline) => [outline.camera, outline]));
    renderFrames(made.capture.views, made.seen, made.fit);
    at('body').hidden = false;
    showBody(made.fit.mesh);
    made.measurements = await stage('measure', () => purlform.measure());
    if (mine !== run) return;
    showTapes(made.measurements);
    render();
    wear();
  } catch (error) {
    if (mine === run) fail(error);
  }
}

async function outlines(purlform, mine, progress) {
  const { views } = made.capture;
  at('outlines').hidden = false;
  renderFrames(views, made.seen);
  for (const [i, view] of views.entries()) {
    if (view.turned && !views[i - 1]?.turned) await purlform.turn();
    const outline = await purlform.view(view.camera, view);
    if (mine !== run) return;
    made.seen.set(view.name, outline);
    renderFrames(views, made.seen);
    progress((i + 1) / views.length);
  }
}

/** Gives the designer the body that was fitted. */
function wear() {
  const plain = made.measurements.map(({ tape_mm, name, ...rest }) => rest);
  at('pullover').hidden = false;
  Object.assign(at('person'), { value: { version: 1, measurements: plain }, mesh: made.fit.mesh });
  at('person').dispatchEvent(new CustomEvent('measured', { bubbles: true }));
}

/** The rail follows the designer from stage to stage; its own box says what goes wrong there. */
function follow(designer) {
  let end = null;
  const settle = (error) => {
    end?.(error);
    end = null;
  };
  designer.addEventListener('stage', ({ detail }) => {
    settle();
    if (detail.stage === 'garment') resetStages('garment');
    const work = () => new Promise((resolve, reject) => (end = (error) => (error ? reject(error) : resolve())));
    stage(detail.stage, work).catch(() => {});
  });
  designer.addEventListener('change', () => {
    settle();
    if (!made.measurements || !designer.made.programs) return;
    made.programs = designer.made.programs;
    at('programs').hidden = false;
    renderPrograms(made.programs);
    allDone();
  });
  designer.addEventListener('fault', ({ detail }) => {
    settle(detail.error);
    at('programs').hidden = true;
  });
}

/** Draws everything that is made in the language and unit of now. */
function render() {
  renderStages();
  if (!at('live').hidden) renderLive();
  if (made.capture) renderFrames(made.capture.views, made.seen, made.fit);
  if (made.fit) renderWarnings(made.fit);
  if (made.measurements) renderTable(made.measurements, selectMeasurement);
  if (made.programs) renderPrograms(made.programs);
}

function renderWarnings({ converged, warnings }) {
  // The technician gets the figures, too.
  const lines = warnings.map((warning) => (language() === 'zh' ? `${warningText(warning, 'zh')} (${warning.message})` : warning.message));
  if (!converged) lines.unshift(t('not_converged'));
  at('warnings').replaceChildren(...lines.map((line) => make('p', {}, line)));
}

function selectMeasurement(measurement) {
  selectTape(measurement.id);
  at('tape').textContent = `${measurementName(measurement)} ${lengthWithUnit(measurement.value_mm)}`;
}

function clear() {
  if (made.capture) releaseFrames(made.capture.views);
  made = { seen: new Map() };
  for (const id of ['outlines', 'body', 'pullover', 'programs', 'fault']) at(id).hidden = true;
  at('tape').textContent = '';
  resetStages();
}

function fail(error) {
  const name = stageName(error.stage);
  const fault = at('fault');
  fault.replaceChildren(
    make('strong', {}, t('fault_title', { stage: name })),
    make('p', {}, errorText(error, language())),
    ...errorDetail(error, language()).map((words) => make('p', { class: 'hint' }, words)),
    make('button', { type: 'button', class: 'quiet', onclick: () => (fault.hidden = true) }, t('fault_close')),
  );
  fault.hidden = false;
  bring(fault, 'center');
}

at('sample').addEventListener('click', () => start(sampleCapture));
at('files').addEventListener('change', ({ target }) => {
  const files = chosenFiles(target.files);
  target.value = '';
  if (files.length) start(async () => capturedFiles(files));
});
at('cameras').addEventListener('click', () => {
  at('live').hidden = false;
  renderLive();
  bring(at('live'), 'start');
});

for (const event of ['dragover', 'drop']) document.addEventListener(event, (e) => e.preventDefault());
document.addEventListener('dragover', () => at('drop').classList.add('over'));
document.addEventListener('dragleave', () => at('drop').classList.remove('over'));
document.addEventListener('drop', ({ dataTransfer }) => {
  at('drop').classList.remove('over');
  const files = droppedFiles(dataTransfer);
  start(async () => capturedFiles(await files));
});

follow(at('designer'));
speak(render);
