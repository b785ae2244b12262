// The programs: what they cost, their stitch charts, and the files to take away.

import { at, make } from './dom.js';
import { save, zip } from './pkg/elements/files.js';
import { noteText } from './pkg/elements/words/index.js';
import { language, panelName, t } from './words/index.js';

const TYPES = { png: 'image/png', json: 'application/json' };
let charts = [];

/** Draws the programs of a garment. */
export function renderPrograms({ summary, files }) {
  for (const address of charts) URL.revokeObjectURL(address);
  charts = [];
  const { totals } = summary;
  const passes = totals.passes ? Object.values(totals.passes).reduce((a, b) => a + b, 0) : null;
  at('totals').replaceChildren(
    fact(t('total_time'), t('minutes', { n: totals.minutes.toFixed(0) })),
    fact(t('total_passes'), passes == null ? '' : passes.toLocaleString()),
    fact(t('total_yarn'), yarn(totals)),
    make('button', { type: 'button', class: 'primary', id: 'download', onclick: () => save(`${summary.garment}.zip`, zip(files)) }, t('download_all')),
  );
  const mine = ({ name }) => files.filter((file) => file.name.startsWith(`${name}.`) || file.name.startsWith(`${name}_`));
  const own = new Set(summary.panels.flatMap(mine));
  const common = files.filter((file) => !own.has(file));
  at('charts').replaceChildren(
    ...summary.panels.map((panel) => card(panel, mine(panel))),
    make('article', { class: 'chart common' }, make('h3', {}, t('whole_garment')), links(common), notes(summary.warnings)),
  );
}

function card(panel, files) {
  const picture = files.find(({ name }) => name.endsWith('.png'));
  return make(
    'article',
    { class: 'chart' },
    picture ? chart(panel, picture) : null,
    make('h3', {}, panelName(panel.name)),
    make(
      'p',
      { class: 'facts' },
      make('span', {}, t('stitches', panel)),
      make('span', {}, t('fabric_size', { width: Math.round(panel.width_mm), height: Math.round(panel.height_mm) })),
      make('span', {}, t('minutes', { n: panel.minutes.toFixed(1) })),
      make('span', {}, yarn(panel)),
    ),
    links(files, panel.name),
  );
}

function chart(panel, { bytes }) {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
  charts.push(address);
  const image = make('img', { src: address, alt: t('chart_of', { name: panelName(panel.name) }) });
  return make('a', { class: 'picture', href: address, target: '_blank', rel: 'noopener' }, image);
}

/** A panel's own files show no more than what follows its name. */
function links(files, panel = '') {
  const link = (file) => {
    const label = t('download', file);
    const click = () => save(file.name, blob(file));
    return make('button', { type: 'button', class: 'file', title: label, 'aria-label': label, onclick: click }, file.name.slice(panel.length));
  };
  return make('p', { class: 'files' }, ...files.map(link));
}

const notes = (warnings) => (warnings.length ? make('ul', { class: 'notes' }, ...warnings.map((note) => make('li', {}, noteText(note, language())))) : null);

const blob = ({ name, bytes }) => new Blob([bytes], { type: TYPES[name.split('.').pop()] ?? 'text/plain' });

const yarn = ({ yarn_m, yarn_g }) => t('yarn_used', { m: yarn_m.toFixed(0), g: yarn_g.toFixed(0) });

const fact = (name, value) => make('div', { class: 'fact' }, make('span', {}, name), make('strong', {}, value));
