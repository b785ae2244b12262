// Panels as grids in space.

import { SEGMENTS, stretch } from './rings.js';

/** How far a front band lies over the fronts. */
const OVERLAP_MM = 5;

/** How broad panels are side by side at a height. */
export const breadth = (outlines, y) => outlines.reduce((sum, outline) => sum + outline.width(y), 0);

/**
 * A grid of rows of points from the bottom up. `place(row, share)` is where on the panel a point lies, its share of the width
 * running from 0 to 1; `cut(place, point)` is how far within the fabric's edge.
 */
function grid(panel, rows, place, cut = () => 1000) {
  const columns = rows[0].length;
  const positions = new Float32Array(rows.length * columns * 3);
  const places = new Float32Array(rows.length * columns * 2);
  const inside = new Float32Array(rows.length * columns);
  rows.forEach((points, row) =>
    points.forEach((point, column) => {
      const i = row * columns + column;
      positions.set(point, 3 * i);
      const on = place(row, column / (columns - 1));
      places.set(on, 2 * i);
      inside[i] = cut(on, point);
    }),
  );
  const index = [];
  for (let row = 0; row + 1 < rows.length; row++)
    for (let column = 0; column + 1 < columns; column++) {
      const i = row * columns + column;
      index.push(i, i + 1, i + columns, i + 1, i + columns + 1, i + columns);
    }
  return { panel, positions, places, cut: inside, index };
}

/** The part of the rings that each of the panels covers, side by side in their order, as grids. */
export function pieces(outlines, rings, ys, { from = 0, to = SEGMENTS, gap = 0, band, spanAt = (y) => y, cut } = {}) {
  const arc = rings.map((points) => points.slice(from, to + 1));
  const widths = outlines.map((outline) => outline.width(1));
  const total = widths.reduce((sum, w) => sum + w, gap * (outlines.length - 1));
  const cloths = [];
  let begun = 0;
  outlines.forEach((outline, i) => {
    const ends = begun + widths[i];
    const place = (row, share) => {
      const [least, greatest] = outline.span(spanAt(ys[row]));
      return [least + (greatest - least) * share, ys[row]];
    };
    cloths.push(grid(outline.name, arc.map((points) => stretch(points, begun / total, ends / total)), place, cut));
    begun = ends + gap;
    if (!gap || i + 1 === outlines.length) return;
    // The opening: one band over the other, a little proud of the fronts.
    const strip = arc.map((points) => stretch(points, (ends - OVERLAP_MM) / total, (begun + OVERLAP_MM) / total).map(([x, y, z]) => [x, y, z + 3]));
    const cloth = grid(band?.name ?? null, strip, (row, s) => [gap * (s - 0.5), ys[row]], (on, p) => Math.min(2 * gap, cut(on, p)));
    const middle = strip[0].length >> 1;
    const button = ({ y_mm: y }) => {
      const row = ys.findIndex((height) => height >= y);
      return row < 0 ? [] : [strip[row][middle].map((v, axis) => v + (axis === 2 ? 3 : 0))];
    };
    cloths.push({ ...cloth, buttons: (band?.buttonholes ?? []).filter(({ y_mm }) => cut([0, y_mm], [0]) > 0).flatMap(button) });
  });
  return cloths;
}
