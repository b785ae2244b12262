// A panel's outline, and the neck's opening that panels leave.

import { distance } from './vector.js';

/** So far from the neck it does not matter any more how far. */
const FAR_MM = 100;

/** A panel's outline, asked for its width at a height. */
export class Outline {
  constructor({ name, edges, buttonholes = [] }) {
    Object.assign(this, { name, edges, buttonholes });
    this.points = edges.flatMap(({ points }) => points);
    const ys = this.points.map(([, y]) => y);
    [this.bottom, this.top] = [Math.min(...ys), Math.max(...ys)];
    this.widest = Math.max(...this.points.map(([x]) => Math.abs(x))) * 2;
  }

  /** Least and greatest x at that height; asked again and again along a row. */
  span(y) {
    if (this.last?.y !== y) this.last = { y, span: this.#spanAt(y) };
    return this.last.span;
  }

  #spanAt(y) {
    const at = Math.min(this.top - 0.01, Math.max(this.bottom + 0.01, y));
    let [least, greatest] = [Infinity, -Infinity];
    for (let i = 0; i < this.points.length; i++) {
      const [a, b] = [this.points[i], this.points[(i + 1) % this.points.length]];
      if (a[1] > at === b[1] > at) continue;
      const x = a[0] + ((b[0] - a[0]) * (at - a[1])) / (b[1] - a[1]);
      [least, greatest] = [Math.min(least, x), Math.max(greatest, x)];
    }
    return least > greatest ? [0, 0] : [least, greatest];
  }

  width(y) {
    const [least, greatest] = this.span(y);
    return greatest - least;
  }

  /** Points of the edges whose name begins so. */
  along(name) {
    return this.edges.filter((edge) => edge.name.startsWith(name)).flatMap(({ points }) => points);
  }
}

/** How far (mm) a place (x, y) of the middle of the body lies outside the neck's opening; negative within it. */
export function neckOf(outlines) {
  const halves = outlines.length > 1;
  let line = outlines[0]?.along('neck') ?? [];
  if (line.length < 2) return (_, y) => Math.max(...outlines.map((o) => o.top)) - y;
  if (halves) {
    // One half: its neck begins at the opening or the seam, which is the body's middle.
    const [low] = line.toSorted((p, q) => p[1] - q[1] || Math.abs(p[0]) - Math.abs(q[0]));
    const right = line.map(([x, y]) => [Math.abs(x - low[0]), y]);
    line = [...right.map(([x, y]) => [-x, y]), ...right];
  }
  line = line.toSorted((p, q) => p[0] - q[0]);
  const [first, last] = [line[0], line.at(-1)];
  const low = Math.min(...line.map((p) => p[1])) - FAR_MM;
  return (x, y) => {
    if (y < low) return FAR_MM + low - y;
    if (x <= first[0] || x >= last[0]) return Math.min(distance(first, [x, y]), distance(last, [x, y])) + 0.01;
    let sign = 1;
    for (let i = 0; i + 1 < line.length; i++) {
      const [p, q] = [line[i], line[i + 1]];
      if (p[0] <= x && x < q[0]) sign = y > p[1] + ((q[1] - p[1]) * (x - p[0])) / (q[0] - p[0]) ? -1 : 1;
    }
    return sign * off(line, x, y);
  };
}

/** How far (mm) a place of front or back lies within their armholes; negative outside. */
export function armholesOf(outlines) {
  const sides = [-1, 1].map((side) => {
    const line = outlines.flatMap((outline) => outline.along('armhole')).filter(([x]) => x * side > 0);
    const rising = line.map(([x, y]) => [Math.abs(x), y]).toSorted((p, q) => p[1] - q[1] || q[0] - p[0]);
    // Above the shoulder's end it goes straight on.
    return [...rising, [rising.at(-1)[0], rising.at(-1)[1] + FAR_MM]];
  });
  return (x, y) => {
    const line = sides[x < 0 ? 0 : 1];
    if (y <= line[0][1] - FAR_MM) return FAR_MM;
    const i = line.findIndex((p) => p[1] > y);
    const [p, q] = [line[Math.max(0, i - 1)], line[i]];
    const edge = i === 0 ? Infinity : p[0] + ((q[0] - p[0]) * (y - p[1])) / (q[1] - p[1]);
    return (Math.abs(x) > edge ? -1 : 1) * off(line, Math.abs(x), y);
  };
}

/** How far a place is from a polyline. */
function off(line, x, y) {
  let nearest = Infinity;
  for (let i = 0; i + 1 < line.length; i++) {
    const [p, q] = [line[i], line[i + 1]];
    const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
    const t = Math.min(1, Math.max(0, ((x - p[0]) * dx + (y - p[1]) * dy) / (dx * dx + dy * dy || 1)));
    nearest = Math.min(nearest, Math.hypot(x - p[0] - t * dx, y - p[1] - t * dy));
  }
  return nearest;
}

/** How high (mm) the bands stand: a neck band's height, or the width of front bands that go on round the neck; and the armholes'. */
export function bandHeights({ panels }) {
  const sizes = (name) => panels.filter((panel) => panel.name.startsWith(name)).flatMap(({ edges }) => edges.flatMap(({ points }) => points));
  const high = (name) => Math.max(0, ...sizes(name).map(([, y]) => y));
  const neck = high('neck_band') || 2 * Math.max(0, ...sizes('band_left').map(([x]) => Math.abs(x)));
  // A turtleneck is folded in two.
  return { neck: neck > 120 ? neck / 2 : neck, armhole: high('armhole_band') };
}
