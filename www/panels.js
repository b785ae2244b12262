// The panels of the garment, its notes and what was assumed.

import { at, make } from './dom.js';
import { panelsDrawing } from './pkg/elements/panels.js';
import { lengthWithUnit } from './table.js';
import { measurementName, panelName, t } from './text.js';

/** Draws a pattern. */
export function renderPanels(pattern) {
  const holder = at('panels');
  const style = getComputedStyle(holder);
  const inner = holder.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  holder.replaceChildren(panelsDrawing(pattern, inner, { label: t('panels_label'), name: panelName }));
  const notes = pattern.notes.map(({ text }) => make('li', {}, text));
  if (pattern.assumed.length) {
    const list = pattern.assumed.map((a) => `${measurementName(a)} ${lengthWithUnit(a.value_mm)} ± ${lengthWithUnit(a.sigma_mm)}`).join(', ');
    notes.push(make('li', {}, t('assumed', { list })));
  }
  at('notes').replaceChildren(...notes);
}
