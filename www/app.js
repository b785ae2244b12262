// The page: from a capture through the chain, one stage after the other, everything heavy in the worker.

import { Purlform } from './pkg/index.js';
import { selectTape, showBody, showTapes } from './body3d.js';
import { closeCameras, openCameras } from './cameras.js';
import { capturedFiles, chosenFiles, droppedFiles, sampleCapture } from './capture.js';
import { design, machine, renderDesign, showResolved } from './design.js';
import { at, make } from './dom.js';
import { releaseFrames, renderFrames } from './frames.js';
import { renderPanels } from './panels.js';
import { renderPrograms } from './programs.js';
import { allDone, renderStages, resetStages, stage } from './stages.js';
import { lengthWithUnit, renderTable } from './table.js';
import { errorDetail, errorText, warningText } from './pkg/elements/said.js';
import { language, measurementName, speak, t } from './text.js';

/** All that has been made so far; each stage adds to it. */
let made = { seen: new Map() };
let engine;
/** Counts runs, so that a newer one silences the older. */
let run = 0;

/** The engine, opened when it is first needed and again after a failure. */
function running() {
  engine ??= Purlform.open().catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

async function start(getCapture) {
  const mine = ++run;
  closeCameras();
  clear();
  document.body.dataset.state = 'work';
  try {
    const purlform = await stage('capture', async () => {
      const [capture, opened] = await Promise.all([getCapture(), running()]);
      if (mine !== run) return opened;
      made.capture = capture;
      await opened.rig(capture.rig, capture.subject);
      [made.designs, made.machines] = await Promise.all([opened.designs(), opened.machines()]);
      return opened;
    });
    if (mine !== run) return;
    await stage('silhouette', (progress) => outlines(purlform, mine, progress));
    if (mine !== run) return;
    made.fit = await stage('fit', (progress) => purlform.fit({ onProgress: ({ fraction }) => progress(fraction) }));
    if (mine !== run) return;
    renderFrames(made.capture.views, made.seen, made.fit);
    at('body').hidden = false;
    showBody(made.fit.mesh);
    made.measurements = await stage('measure', () => purlform.measure());
    if (mine !== run) return;
    showTapes(made.measurements);
    render();
    await garment(mine);
  } catch (error) {
    if (mine === run) fail(error);
  }
}

async function outlines(purlform, mine, progress) {
  const { views } = made.capture;
  at('outlines').hidden = false;
  renderFrames(views, made.seen);
  for (const [i, view] of views.entries()) {
    const outline = await purlform.view(view.camera, view);
    if (mine !== run) return;
    made.seen.set(view.camera, outline);
    renderFrames(views, made.seen);
    progress((i + 1) / views.length);
  }
}

/** Drafts and knits with the design as it now stands. */
async function garment(mine = ++run) {
  at('fault').hidden = true;
  resetStages('garment');
  at('pullover').hidden = false;
  if (!at('design').children.length) renderDesign(made.designs, made.machines, () => garment());
  at('pullover').setAttribute('aria-busy', 'true');
  try {
    const purlform = await running();
    const pattern = await stage('garment', () => purlform.draft(design()));
    if (mine !== run) return;
    made.pattern = pattern;
    showResolved(pattern);
    renderPanels(pattern);
    const programs = await stage('knit', () => purlform.knit(machine()));
    if (mine !== run) return;
    made.programs = programs;
    at('programs').hidden = false;
    renderPrograms(programs);
    allDone();
  } catch (error) {
    if (mine !== run) return;
    at('programs').hidden = true;
    fail(error);
  } finally {
    if (mine === run) at('pullover').removeAttribute('aria-busy');
  }
}

/** Draws everything that is made in the language and unit of now. */
function render() {
  renderStages();
  if (made.capture) renderFrames(made.capture.views, made.seen, made.fit);
  if (made.fit) renderWarnings(made.fit);
  if (made.measurements) renderTable(made.measurements, selectMeasurement);
  if (made.pattern) {
    renderDesign(made.designs, made.machines, () => garment());
    showResolved(made.pattern);
    renderPanels(made.pattern);
  }
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
  const name = t(`stage_${error.stage ?? 'worker'}`);
  if (error.code === 'crashed') engine = undefined;
  const fault = at('fault');
  fault.replaceChildren(
    make('strong', {}, t('fault_title', { stage: name })),
    make('p', {}, errorText(error, language())),
    ...errorDetail(error, language()).map((words) => make('p', { class: 'hint' }, words)),
    make('button', { type: 'button', class: 'quiet', onclick: () => (fault.hidden = true) }, t('fault_close')),
  );
  // Beside the controls that can mend it.
  at(['garment', 'knit', 'export'].includes(error.stage) ? 'panels' : 'outlines').before(fault);
  fault.hidden = false;
  fault.scrollIntoView({ block: 'center', behavior: 'smooth' });
}

at('sample').addEventListener('click', () => start(sampleCapture));
at('files').addEventListener('change', ({ target }) => {
  const files = chosenFiles(target.files);
  target.value = '';
  if (files.length) start(async () => capturedFiles(files));
});
at('cameras').addEventListener('click', () => openCameras((capture) => start(async () => capture), fail));

for (const event of ['dragover', 'drop']) document.addEventListener(event, (e) => e.preventDefault());
document.addEventListener('dragover', () => at('drop').classList.add('over'));
document.addEventListener('dragleave', () => at('drop').classList.remove('over'));
document.addEventListener('drop', ({ dataTransfer }) => {
  at('drop').classList.remove('over');
  const files = droppedFiles(dataTransfer);
  start(async () => capturedFiles(await files));
});

speak(render);
