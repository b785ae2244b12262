// The table of measurements with their uncertainty.

import { at, make } from './dom.js';
import { save } from './pkg/elements/files.js';
import { measurementName, t } from './words/index.js';

let unit = 'cm';

/** Draws the table; `select(measurement or null)` runs when a row is pointed at, focused or chosen. */
export function renderTable(measurements, select) {
  const redraw = () => renderTable(measurements, select);
  const heads = ['measure', 'value', 'sigma', 'left', 'right'];
  let chosen = null;
  const choose = (row, measurement) => {
    chosen?.removeAttribute('aria-selected');
    chosen = row;
    row.setAttribute('aria-selected', 'true');
    select(measurement);
  };
  const rows = measurements.map((measurement) => {
    const row = make(
      'tr',
      { tabindex: '0', 'data-id': measurement.id },
      make('th', { scope: 'row' }, measurementName(measurement)),
      make('td', { class: 'value' }, length(measurement.value_mm)),
      make('td', { class: 'sigma' }, `± ${length(measurement.sigma_mm)}`),
      make('td', { class: 'side' }, measurement.left_mm == null ? '' : length(measurement.left_mm)),
      make('td', { class: 'side' }, measurement.right_mm == null ? '' : length(measurement.right_mm)),
    );
    for (const event of ['pointerenter', 'focus', 'click']) row.addEventListener(event, () => choose(row, measurement));
    row.addEventListener('keydown', (event) => {
      const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
    return row;
  });
  at('measurements').replaceChildren(
    make('div', { class: 'tools' }, units(redraw), make('button', { type: 'button', class: 'quiet', onclick: () => saveTable(measurements) }, t('save_measurements'))),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ...heads.map((head) => make('th', { scope: 'col', class: head }, t(head))))),
      make('tbody', {}, ...rows),
    ),
  );
}

/** A length in the chosen unit, with the unit. */
export const lengthWithUnit = (mm) => `${length(mm)} ${unit}`;

const length = (mm) => (unit === 'cm' ? (mm / 10).toFixed(1) : mm.toFixed(0));

function units(redraw) {
  const button = (name) =>
    make('button', { type: 'button', 'aria-pressed': String(unit === name), onclick: () => ((unit = name), redraw()) }, name);
  return make('div', { class: 'switch', role: 'group', 'aria-label': t('unit') }, button('cm'), button('mm'));
}

function saveTable(measurements) {
  const plain = measurements.map(({ tape_mm, name, ...rest }) => rest);
  const json = JSON.stringify({ version: 1, measurements: plain }, null, 1);
  save('measurements.json', new Blob([json], { type: 'application/json' }));
}
