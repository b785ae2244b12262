// The panels of a garment, all at one scale.

import { draw } from './dom.js';
import { fromUnit, length, lengthWithUnit } from './units.js';

const GAP = 60;
const LINE = 1.35;
const TEXT_PX = 13;
const TALLEST_PX = 620;

/** A drawing of a pattern, `inner` px wide at most, its sizes in `unit`; `label` says what it is, `name` names a panel. */
export function panelsDrawing(pattern, inner, { label, name, unit }) {
  const { placed, width, height, px } = best(pattern.panels.map((panel) => outlined(panel, name, unit)), inner);
  return draw(
    'svg',
    { viewBox: `-4 -4 ${width + 8} ${height + 8}`, width: width * px, role: 'img', 'aria-label': label, 'font-size': TEXT_PX / px },
    ...placed.map((item) => panel(item, (TEXT_PX * LINE) / px)),
    scaleBar(width, height, 1 / px, unit),
  );
}

/** The breaking into rows that shows the panels largest. */
function best(items, inner) {
  const layouts = [1, 2, 3, items.length].map((most) => {
    let px = 0.3;
    let layout;
    // Labels are as large as the scale says, and the scale depends on them: a few turns are near enough.
    for (let turn = 0; turn < 4; turn++) {
      layout = place(items, most, (2.5 * TEXT_PX * LINE) / px, px);
      px = Math.min(inner / layout.width, TALLEST_PX / layout.height);
    }
    return { ...layout, px };
  });
  return layouts.reduce((a, b) => (b.px > a.px ? b : a));
}

/** About how many px words are wide. */
const wide = (words) => [...words].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.62), 0) * TEXT_PX;

function outlined(panel, nameOf, unit) {
  const points = panel.edges.flatMap((edge) => edge.points);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.max(...ys)];
  const box = { left, top, width: Math.max(...xs) - left, height: top - Math.min(...ys) };
  const labels = [nameOf(panel.name), `${length(box.width, unit)} × ${lengthWithUnit(box.height, unit)}`];
  return { panel, points, box, labels, label_px: Math.max(...labels.map(wide)) };
}

/** In rows of at most so many panels from left to right, bottoms aligned; low panels go below all others. None is nearer than its label is wide. */
function place(items, most, label, px) {
  const rows = [];
  for (const item of items) {
    const row = rows.at(-1);
    if (row && row.length < most && row[0].box.height < 3 * item.box.height) row.push(item);
    else rows.push([item]);
  }
  let y = 0;
  const placed = rows.flatMap((row) => {
    const tallest = Math.max(...row.map(({ box }) => box.height));
    let x = 0;
    const here = row.map((item) => {
      const spot = { ...item, x, y: y + tallest - item.box.height };
      x += Math.max(item.box.width + GAP, item.label_px / px);
      return spot;
    });
    y += tallest + label + GAP / 2;
    return here;
  });
  return { placed, width: Math.max(...placed.map(({ x, box, label_px }) => x + Math.max(box.width, label_px / px))), height: y };
}

function panel({ panel: { name, edges, zones }, points, box, labels, x, y }, line_mm) {
  const to = ([px, py]) => `${(x + px - box.left).toFixed(1)} ${(y + box.top - py).toFixed(1)}`;
  const line = (list) => `M${list.map(to).join('L')}`;
  const id = `clip_${name}`;
  const ribs = zones.map((zone, i) => {
    const top = Math.min(box.top, zones[i + 1]?.from_mm ?? box.top);
    if (!zone.structure.startsWith('rib')) return null;
    return draw('rect', {
      class: 'rib', x, y: y + box.top - top, width: box.width, height: Math.max(0, top - zone.from_mm), 'clip-path': `url(#${id})`,
    });
  });
  return draw(
    'g',
    { class: 'panel' },
    draw('clipPath', { id }, draw('path', { d: `${line(points)}Z` })),
    draw('path', { class: 'fabric', d: `${line(points)}Z` }),
    ...ribs,
    ...edges.map((edge) => draw('path', { class: edge.joins.length ? 'edge joined' : 'edge', d: line(edge.points) })),
    draw('text', { x, y: y + box.height + line_mm }, labels[0]),
    draw('text', { class: 'size', x, y: y + box.height + 2 * line_mm }, labels[1]),
  );
}

/** Ten centimetres, or four inches. */
const BAR = { mm: 100, cm: 10, in: 4 };

function scaleBar(width, y, px, unit) {
  const long = fromUnit(BAR[unit], unit);
  const x = width - long;
  const ticks = [0, long / 2, long].map((d) => `M${x + d} ${y}v${-6 * px}`).join('');
  return draw(
    'g',
    { class: 'scale' },
    draw('path', { d: `${ticks}M${x} ${y}h${long}` }),
    draw('text', { x: x - 6 * px, y, 'text-anchor': 'end' }, `${BAR[unit]} ${unit}`),
  );
}
