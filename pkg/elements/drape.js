// A drafted pattern on a body: every panel becomes a grid in space, wrapped round the body with the ease that the pattern
// gives it there. Millimetres; the world of the body's mesh: +Y up, the person faces +Z, their left is +X.

const TRUNK = 0;
const [ARM, LEG] = [{ left: 1, right: 2 }, { left: 3, right: 4 }];
const SEGMENTS = 128;
/** Fabric and air between skin and yarn, at least. */
const CLEAR_MM = 5;
/** How much lower than the neck point a raglan's front and back end. */
const RAGLAN_MM = 14;
/** How far from the shoulder's joint the fabric lies on the skin. */
const PATCH_MM = 105;

/**
 * Grids of a pattern on a mesh {positions_mm, faces, parts, places_mm}: [{panel, positions, places, cut, index}], `panel` null
 * where it is a band. `places` are x and y on the panel (mm) by turns; `cut` is how far (mm) a vertex lies within the fabric's
 * edge at the neck; negative places belong to the neck's band, or to nothing.
 */
export function drape(pattern, mesh) {
  const body = new Figure(mesh);
  const outlines = pattern.panels.map((panel) => new Outline(panel));
  const named = (test) => outlines.filter(({ name }) => test.test(name));
  const parameter = (name) => pattern.parameters.find((p) => p.name === name)?.value;
  const cloths = [];
  const fronts = named(/^front/);
  const backs = named(/^back/);
  const round = fronts.length ? [...fronts, ...backs] : named(/^gore/);
  if (round.some((outline) => outline.along('neck').length)) cloths.push(...trunk(body, fronts, backs, parameter));
  else if (round.some((outline) => outline.along('crown').length)) cloths.push(...cap(body, round));
  else if (round.length) cloths.push(...skirt(body, round));
  for (const side of ['left', 'right']) {
    for (const outline of named(new RegExp(`^sleeve_${side}$`))) cloths.push(...sleeve(body, outline, side));
    for (const outline of named(new RegExp(`^(leg|sock)_${side}$`))) cloths.push(...leg(body, outline, side));
  }
  for (const outline of named(/^scarf/)) cloths.push(...scarf(body, outline));
  return cloths;
}

/** A panel's outline, asked for its width at a height. */
class Outline {
  constructor({ name, edges, buttonholes = [] }) {
    Object.assign(this, { name, edges, buttonholes });
    this.points = edges.flatMap(({ points }) => points);
    const ys = this.points.map(([, y]) => y);
    [this.bottom, this.top] = [Math.min(...ys), Math.max(...ys)];
    this.widest = Math.max(...this.points.map(([x]) => Math.abs(x))) * 2;
  }

  /** Least and greatest x at that height. */
  span(y) {
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

/** The body, ready to be cut. */
class Figure {
  constructor(mesh) {
    this.mesh = mesh;
    this.places = mesh.places_mm;
    this.cuts = new Map();
  }

  place(name) {
    return this.places[name];
  }

  /** Unit normals of the vertices. */
  normals() {
    const { positions_mm: p, faces } = this.mesh;
    const sums = new Float32Array(p.length);
    for (let f = 0; f + 2 < faces.length; f += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => [0, 1, 2].map((axis) => p[3 * faces[f + k] + axis]));
      const n = cross(minus(b, a), minus(c, a));
      for (let k = 0; k < 3; k++) for (let axis = 0; axis < 3; axis++) sums[3 * faces[f + k] + axis] += n[axis];
    }
    for (let v = 0; v < sums.length; v += 3) sums.set(unit([sums[v], sums[v + 1], sums[v + 2]]), v);
    return sums;
  }

  /** Mean height of places. */
  height(...names) {
    return names.reduce((sum, name) => sum + this.places[name][1], 0) / names.length;
  }

  /** Sections of some parts across `axis`, in the plane of `across` and `ahead`. */
  slices(parts, origin, axis, across, ahead) {
    return new Slices(this.mesh, new Set(parts), origin, axis, across, ahead);
  }

  /** Level sections; x is world x, y is world z. */
  level(parts) {
    const key = parts.join();
    if (!this.cuts.has(key)) this.cuts.set(key, this.slices(parts, [0, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]));
    return this.cuts.get(key);
  }
}

const BUCKET_MM = 12;

class Slices {
  constructor({ positions_mm: p, faces, parts }, wanted, origin, axis, across, ahead) {
    const count = p.length / 3;
    const along = (direction) => {
      const values = new Float32Array(count);
      for (let i = 0; i < count; i++)
        values[i] =
          (p[3 * i] - origin[0]) * direction[0] + (p[3 * i + 1] - origin[1]) * direction[1] + (p[3 * i + 2] - origin[2]) * direction[2];
      return values;
    };
    [this.h, this.a, this.b] = [along(axis), along(across), along(ahead)];
    this.faces = faces;
    this.buckets = new Map();
    for (let f = 0; f < parts.length; f++) {
      if (!wanted.has(parts[f])) continue;
      const hs = [this.h[faces[3 * f]], this.h[faces[3 * f + 1]], this.h[faces[3 * f + 2]]];
      for (let k = Math.floor(Math.min(...hs) / BUCKET_MM); k <= Math.floor(Math.max(...hs) / BUCKET_MM); k++) {
        if (!this.buckets.has(k)) this.buckets.set(k, []);
        this.buckets.get(k).push(f);
      }
    }
  }

  /** The convex hull of the section at that height, counter-clockwise; null where there is none. */
  hull(h) {
    const points = [];
    for (const f of this.buckets.get(Math.floor(h / BUCKET_MM)) ?? []) {
      for (let k = 0; k < 3; k++) {
        const [i, j] = [this.faces[3 * f + k], this.faces[3 * f + ((k + 1) % 3)]];
        if (this.h[i] > h === this.h[j] > h) continue;
        const t = (h - this.h[i]) / (this.h[j] - this.h[i]);
        points.push([this.a[i] + t * (this.a[j] - this.a[i]), this.b[i] + t * (this.b[j] - this.b[i])]);
      }
    }
    return points.length < 3 ? null : hull(points);
  }
}

/** Andrew's monotone chain. */
function hull(points) {
  points.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const half = (list) => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), p) <= 0) chain.pop();
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(points), ...half([...points].reverse())];
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const distance = (a, b) => Math.hypot(...a.map((v, i) => v - b[i]));

function girth(polygon) {
  return polygon.reduce((sum, p, i) => sum + distance(p, polygon[(i + 1) % polygon.length]), 0);
}

/**
 * A convex polygon, moved outwards by `off`, as SEGMENTS + 1 points. They begin in the direction of `start` (radians, from
 * the first axis to the second) seen from the middle and go counter-clockwise, or clockwise; between the quarters that begin
 * there they are evenly spaced, so that seams stay where they are from ring to ring.
 */
function ring(polygon, off, start, clockwise = false) {
  const whole = girth(polygon);
  const dense = [];
  const step = whole / 240;
  polygon.forEach((p, i) => {
    const q = polygon[(i + 1) % polygon.length];
    const parts = Math.max(1, Math.round(distance(p, q) / step));
    for (let k = 0; k < parts; k++) dense.push([p[0] + ((q[0] - p[0]) * k) / parts, p[1] + ((q[1] - p[1]) * k) / parts]);
  });
  const n = dense.length;
  const reach = 9;
  const moved = dense.map((p, i) => {
    const [before, behind] = [dense[(i - reach + n) % n], dense[(i + reach) % n]];
    const [dx, dy] = [behind[0] - before[0], behind[1] - before[1]];
    const length = Math.hypot(dx, dy) || 1;
    return [p[0] + (dy / length) * off, p[1] - (dx / length) * off];
  });
  const [left, right] = [Math.min(...moved.map(([x]) => x)), Math.max(...moved.map(([x]) => x))];
  const [low, high] = [Math.min(...moved.map(([, y]) => y)), Math.max(...moved.map(([, y]) => y))];
  const middle = [(left + right) / 2, (low + high) / 2];
  const sense = clockwise ? -1 : 1;
  const marks = [0, 1, 2, 3].map((quarter) => crossing(moved, middle, start + (sense * quarter * Math.PI) / 2));
  const line = clockwise ? moved.toReversed() : moved;
  const turned = clockwise ? marks.map((m) => n - 1 - m) : marks;
  const points = [];
  for (let quarter = 0; quarter < 4; quarter++) {
    const [from, to] = [turned[quarter], turned[(quarter + 1) % 4]];
    points.push(...evenly(line, from, to, SEGMENTS / 4));
  }
  points.push([...points[0]]);
  return points;
}

/** Where (a fractional index) the ray from `middle` at that angle meets the polygon. */
function crossing(points, middle, angle) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const side = ([x, y]) => (y - middle[1]) * cos - (x - middle[0]) * sin;
  const ahead = ([x, y]) => (x - middle[0]) * cos + (y - middle[1]) * sin;
  for (let i = 0; i < points.length; i++) {
    const [p, q] = [points[i], points[(i + 1) % points.length]];
    const [a, b] = [side(p), side(q)];
    if (a <= 0 && b > 0 && ahead(p) + ahead(q) > 0) return i + a / (a - b);
  }
  return 0;
}

/** `count` points from one fractional index to another along a closed line, the last left out. */
function evenly(line, from, to, count) {
  const n = line.length;
  const at = (index) => {
    const i = Math.floor(index);
    const [p, q] = [line[((i % n) + n) % n], line[(((i + 1) % n) + n) % n]];
    return [p[0] + (q[0] - p[0]) * (index - i), p[1] + (q[1] - p[1]) * (index - i)];
  };
  const span = (((to - from) % n) + n) % n;
  const stops = [from];
  for (let i = Math.floor(from) + 1; i < from + span; i++) stops.push(i);
  stops.push(from + span);
  const lengths = [0];
  for (let i = 1; i < stops.length; i++) lengths.push(lengths[i - 1] + distance(at(stops[i - 1]), at(stops[i])));
  const points = [];
  for (let k = 0, i = 1; k < count; k++) {
    const wanted = (lengths.at(-1) * k) / count;
    while (i < lengths.length - 1 && lengths[i] < wanted) i++;
    const share = (wanted - lengths[i - 1]) / (lengths[i] - lengths[i - 1] || 1);
    points.push(at(stops[i - 1] + (stops[i] - stops[i - 1]) * share));
  }
  return points;
}

/** Running mean over neighbours of each number, or of each point. */
function smooth(values, reach) {
  return values.map((_, i) => {
    const near = values.slice(Math.max(0, i - reach), i + reach + 1);
    return near.reduce((sum, v) => sum + v, 0) / near.length;
  });
}

function smoothRings(rings, reach) {
  return rings.map((points, i) => {
    const room = Math.min(reach, i, rings.length - 1 - i);
    if (!room) return points;
    const near = rings.slice(i - room, i + room + 1);
    return points.map((p, k) => p.map((_, axis) => near.reduce((sum, r) => sum + r[k][axis], 0) / near.length));
  });
}

/**
 * Rings of a tube round `slices` at `heights`; `wanted(i)` is the fabric's girth there. Where the body ends, the last section
 * goes on; the tube is never narrower than the body. From the ring `fading` on upwards what it stands off fades to nothing.
 */
function tube(slices, heights, wanted, start, clockwise, { fading = heights.length, reach = 3 } = {}) {
  let last = null;
  const hulls = heights.map((h) => (last = slices.hull(h) ?? last));
  const first = hulls.find(Boolean);
  if (!first) return null;
  const sections = hulls.map((section) => section ?? first);
  const needed = sections.map((section, i) => Math.max(CLEAR_MM, (wanted(i) - girth(section)) / (2 * Math.PI)));
  for (let i = fading; i < needed.length; i++) {
    const left = 1 - (i - fading) / (needed.length - fading);
    needed[i] = CLEAR_MM + (needed[fading - 1] - CLEAR_MM) * left * left;
  }
  const off = smooth(needed, 3);
  return smoothRings(sections.map((section, i) => ring(section, off[i], start, clockwise)), reach);
}

/** From `from` to `to`, no further apart than `step`. */
function steps(from, to, step) {
  const count = Math.max(2, Math.ceil(Math.abs(to - from) / step));
  return Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);
}

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
function pieces(outlines, rings, ys, { from = 0, to = SEGMENTS, gap = 0, spanAt = (y) => y, cut } = {}) {
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
    if (gap && i + 1 < outlines.length)
      cloths.push(grid(null, arc.map((points) => stretch(points, ends / total, begun / total)), (row, s) => [gap * (s - 0.5), ys[row]], cut));
  });
  return cloths;
}

/** Front and back, hung from the shoulders. */
function trunk(body, fronts, backs, parameter) {
  const all = [...fronts, ...backs];
  const shoulders = all.flatMap((o) => o.along('shoulder')).map(([, y]) => y);
  // A raglan's sleeves reach up to the neck; its panels end a little lower.
  const neckPoint = shoulders.length ? Math.max(...shoulders) : Math.max(...all.map((o) => o.top)) + RAGLAN_MM;
  const armholes = all.flatMap((o) => o.along('armhole')).map(([, y]) => y);
  const armpit = armholes.length ? Math.min(...armholes) : neckPoint * 0.6;
  const neckHeight = body.height('side_neck_l', 'side_neck_r') + 4;
  // Over the chest the fabric's way is a little longer than the height it covers.
  const armpitHeight = neckHeight - 0.95 * (neckPoint - armpit);
  const slope = (neckHeight - armpitHeight) / (neckPoint - armpit);
  const heightOf = (y) => (y < armpit ? armpitHeight - (armpit - y) : neckHeight - (neckPoint - y) * slope);
  const ys = [...steps(0, armpit, 5).slice(0, -1), ...steps(armpit, neckPoint + 40, 4)];
  const gap = fronts.length > 1 ? (parameter('band_width') ?? 0) : 0;
  const girthAt = (y) => all.reduce((sum, o) => sum + o.width(y), gap * (fronts.length - 1));
  const rings = tube(body.level([TRUNK, LEG.left, LEG.right]), ys.map(heightOf), (i) => girthAt(ys[i]), Math.PI, true, { fading: ys.findIndex((y) => y >= armpit), reach: 7 });
  if (!rings) return [];
  const lifted = rings.map((points, i) => points.map(([x, z]) => [x, heightOf(ys[i]), z]));
  const spanAt = (y) => Math.min(y, armpit - 1);
  const half = SEGMENTS / 2;
  const opening = [neckOf(fronts), neckOf(backs)];
  return [
    ...pieces(order(fronts), lifted, ys, { from: 0, to: half, gap, spanAt, cut: (on, [x]) => opening[0](x, on[1]) }),
    ...pieces(backs, lifted, ys, { from: half, spanAt, cut: (on, [x]) => opening[1](-x, on[1]) }),
  ];
}

/** Panels round the legs, hung from the waist. */
function skirt(body, outlines) {
  const top = Math.max(...outlines.map((o) => o.top));
  const waist = body.height('lowest_rib_l', 'lowest_rib_r', 'iliac_crest_l', 'iliac_crest_r') + 8;
  const ys = steps(0, top, 8);
  const heightOf = (y) => waist - (top - y);
  const girthAt = (y) => outlines.reduce((sum, o) => sum + o.width(y), 0);
  const rings = tube(body.level([TRUNK, LEG.left, LEG.right]), ys.map(heightOf), (i) => girthAt(ys[i]), Math.PI, true);
  if (!rings) return [];
  return pieces(outlines, rings.map((points, i) => points.map(([x, z]) => [x, heightOf(ys[i]), z])), ys);
}

/** From the wearer's right to their left. */
const order = (fronts) => fronts.toSorted((a, b) => (a.name < b.name ? 1 : -1));

/** Points of a polyline from one share of its columns to another. */
function stretch(points, from, to) {
  const count = Math.max(8, Math.round((points.length - 1) * (to - from)));
  return Array.from({ length: count + 1 }, (_, i) => {
    const at = (points.length - 1) * (from + ((to - from) * i) / count);
    const k = Math.min(points.length - 2, Math.floor(at));
    return points[k].map((v, axis) => v + (points[k + 1][axis] - v) * (at - k));
  });
}

/** How far (mm) a place (x, y) of the middle of the body lies outside the neck's opening; negative within it. */
function neckOf(outlines) {
  const halves = outlines.length > 1;
  let line = outlines[0]?.along('neck') ?? [];
  if (line.length < 2) return (_, y) => Math.max(...outlines.map((o) => o.top)) - y;
  if (halves) {
    // One half of a front that opens: its neck begins at the opening, which is the body's middle.
    const [low] = line.toSorted((p, q) => p[1] - q[1]);
    const right = line.map(([x, y]) => [Math.abs(x - low[0]), y]);
    line = [...right.map(([x, y]) => [-x, y]), ...right];
  }
  line = line.toSorted((p, q) => p[0] - q[0]);
  const [first, last] = [line[0], line.at(-1)];
  return (x, y) => {
    if (x <= first[0] || x >= last[0]) return Math.min(distance(first, [x, y]), distance(last, [x, y])) + 0.01;
    let [nearest, sign] = [Infinity, 1];
    for (let i = 0; i + 1 < line.length; i++) {
      const [p, q] = [line[i], line[i + 1]];
      const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
      const t = Math.min(1, Math.max(0, ((x - p[0]) * dx + (y - p[1]) * dy) / (dx * dx + dy * dy || 1)));
      nearest = Math.min(nearest, Math.hypot(x - p[0] - t * dx, y - p[1] - t * dy));
      if (p[0] <= x && x < q[0]) sign = y > p[1] + (dy * (x - p[0])) / dx ? -1 : 1;
    }
    return sign * nearest;
  };
}

const minus = (a, b) => a.map((v, i) => v - b[i]);
const unit = (a) => {
  const length = Math.hypot(...a) || 1;
  return a.map((v) => v / length);
};
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);

/** A sleeve along the arm, its seam below. */
function sleeve(body, outline, side) {
  const [shoulder, wrist] = ['shoulder', 'wrist'].map((name) => body.place(`${name}_joint_${side[0]}`));
  const axis = unit(minus(wrist, shoulder));
  // Away from the body, across the arm; and ahead.
  const up = [side === 'left' ? 1 : -1, 0.6, 0];
  const out = unit(minus(up, axis.map((v) => v * dot(axis, up))));
  const across = unit(cross(axis, out));
  const ahead = across.map((v) => v * Math.sign(across[2]));
  const slices = body.slices([ARM[side]], shoulder, axis, out, ahead);
  const armpit = dot(minus(body.place(`axilla_${side[0]}`), shoulder), axis);
  const foot = steps(0, outline.top, 5).reduce((best, y) => (outline.width(y) > outline.width(best) ? y : best), 0);
  // The cap's foot lies at the armpit; from there the seam's length leads to the cuff.
  const end = armpit + 10 + foot;
  const ys = steps(0, end + 12, 8);
  const down = ys.map((y) => end - y);
  const reach = dot(minus(wrist, shoulder), axis) + 60;
  const spanAt = (y) => Math.min(y, foot);
  const rings = tube(slices, down.map((d) => Math.min(reach, Math.max(2, d))), (i) => outline.width(spanAt(ys[i])), Math.PI, side === 'left');
  if (!rings) return [];
  const lifted = rings.map((points, i) => points.map(([a, b]) => shoulder.map((v, k) => v + axis[k] * down[i] + out[k] * a + ahead[k] * b)));
  const width = outline.width(foot);
  const on = (p) => [(width * Math.atan2(dot(p, ahead), dot(p, out))) / (2 * Math.PI), end - dot(p, axis)];
  return [...pieces([outline], lifted, ys, { spanAt }), shoulderPatch(body, outline.name, shoulder, ARM[side], axis, on)];
}

/** Fabric close to the skin where the sleeve meets the shoulder, which rings across arm and trunk leave bare. */
function shoulderPatch(body, panel, shoulder, arm, axis, on) {
  const { positions_mm: p, faces, parts } = body.mesh;
  const normals = body.normals();
  const kept = new Map();
  const index = [];
  const near = (v) => {
    const from = [0, 1, 2].map((k) => p[3 * v + k] - shoulder[k]);
    const along = dot(from, axis);
    return Math.hypot(...from) < PATCH_MM && along < 70 && from[1] > -40;
  };
  for (let f = 0; f < parts.length; f++) {
    if (parts[f] !== TRUNK && parts[f] !== arm) continue;
    const corners = [faces[3 * f], faces[3 * f + 1], faces[3 * f + 2]];
    if (!corners.every(near)) continue;
    for (const v of corners) {
      if (!kept.has(v)) kept.set(v, kept.size);
      index.push(kept.get(v));
    }
  }
  const positions = new Float32Array(kept.size * 3);
  const places = new Float32Array(kept.size * 2);
  for (const [v, i] of kept) {
    const at = [0, 1, 2].map((k) => p[3 * v + k] + normals[3 * v + k] * (CLEAR_MM + 1));
    positions.set(at, 3 * i);
    places.set(on(minus(at, shoulder)), 2 * i);
  }
  return { panel, positions, places, cut: new Float32Array(kept.size).fill(1000), index };
}

/** A leg's tube from the ankle up, its seam inside. */
function leg(body, outline, side) {
  const ankle = body.place(`ankle_joint_${side[0]}`)[1] + 10;
  const ys = steps(0, outline.top, 8);
  const rings = tube(body.level([LEG[side]]), ys.map((y) => ankle + y), (i) => outline.width(ys[i]), side === 'left' ? Math.PI : 0, true);
  return rings ? pieces([outline], rings.map((points, i) => points.map(([x, z]) => [x, ankle + ys[i], z])), ys) : [];
}

/** Panels over the head, from the brow up, drawn together at the crown. */
function cap(body, outlines) {
  const slices = body.level([TRUNK]);
  const brow = body.place('glabella')[1] - 10;
  let crown = brow;
  while (slices.hull(crown + 1)) crown += 1;
  const [top, rise] = [Math.max(...outlines.map((o) => o.top)), crown - brow];
  // Over the dome the fabric's way is longer than the height.
  const heightOf = (y) => brow + rise * Math.sin(Math.min(1, (y / top) * 1.02) * (Math.PI / 2));
  const ys = steps(0, top, 3);
  const heights = ys.map((y) => Math.min(heightOf(y), crown - 0.5));
  const rings = tube(slices, heights, () => 0, Math.PI, true);
  if (!rings) return [];
  const lifted = rings.map((points, i) => points.map(([x, z]) => [x, heights[i] + (4 * ys[i]) / top, z]));
  return pieces(outlines, lifted, ys);
}

/** A scarf once round the neck, both ends in front. */
function scarf(body, outline) {
  const slices = body.level([TRUNK]);
  const neck = body.height('side_neck_l', 'side_neck_r') + 12;
  const loop = ring(slices.hull(neck), 22, Math.PI / 2).map(([x, z]) => [x, neck, z]);
  // Lower in front than behind.
  const [back, front] = [Math.min(...loop.map((p) => p[2])), Math.max(...loop.map((p) => p[2]))];
  for (const p of loop) p[1] += 22 - (62 * (p[2] - back)) / (front - back);
  const wide = outline.widest * 0.5;
  const first = Math.round(SEGMENTS * 0.06);
  const round = loop.slice(first, SEGMENTS - first);
  const chest = (x, y) => {
    const section = slices.hull(y);
    return section ? Math.max(...section.filter(([px]) => Math.abs(px - x) < 60).map(([, z]) => z), 0) : 0;
  };
  const around = round.reduce((sum, p, i) => sum + (i ? distance(p, round[i - 1]) : 0), 0);
  const hang = Math.max(120, (outline.top - around) / 2);
  const end = (at, side) => {
    const line = [];
    let out = at[2];
    for (let d = 12; d <= hang; d += 12) {
      const y = at[1] - d;
      const x = at[0] + (side * 72 - at[0]) * Math.min(1, d / 160);
      out = Math.max(out * 0.9 + (chest(x, y) + 12) * 0.1, chest(x, y) + 12);
      line.push([x, y, out]);
    }
    return line;
  };
  const [right, left] = [end(round[0], -1), end(round.at(-1), 1)];
  const path = [...right.toReversed(), ...round, ...left];
  let gone = 0;
  const rows = path.map((p, i) => {
    // Flat on the chest, upright round the neck, its outer side always outwards.
    const upright = Math.min(1, Math.max(0, Math.min(i - right.length + 10, path.length - left.length - i + 10) / 18));
    const width = wide * (1 - 0.3 * upright);
    const across = unit([(1 - upright) * (i < path.length / 2 ? 1 : -1), upright, 0]);
    return Array.from({ length: 13 }, (_, k) => {
      const off = (k / 12 - 0.5) * width;
      return [p[0] + across[0] * off, p[1] + across[1] * off, p[2] + 3 - ((k / 12 - 0.5) ** 2) * 14];
    });
  });
  const lengths = path.map((p, i) => (gone += i ? distance(p, path[i - 1]) : 0));
  const place = (row, share) => [outline.widest * (share - 0.5), (outline.top * lengths[row]) / gone];
  return [grid(outline.name, rows, place)];
}
