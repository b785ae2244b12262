// A drafted pattern on a body: every panel becomes a grid in space, wrapped round the body with the ease that the pattern
// gives it there. Millimetres; the world of the body's mesh: +Y up, the person faces +Z, their left is +X.

import { breadth, pieces } from './cloth.js';
import { ARM, Figure, LEG, TRUNK, hull } from './figure.js';
import { Outline, bandHeights } from './outline.js';
import { CLEAR_MM, SEGMENTS, ring, steps, tube } from './rings.js';
import { trunk } from './trunk.js';
import { cross, distance, dot, minus, unit } from './vector.js';

/** A sock lies closer to the skin than other fabric. */
const THIN_MM = 3;
/** A broad scarf is folded once it is broader than this. */
const SCARF_MM = 170;
/** How far toes stand apart along the foot. */
const TOES_MM = 32;
/** Over so much of the arm the sleeve's upper end sinks under what lies on the shoulder, and how steeply. */
const SINKS_MM = 15;
const STEEP = 0.45;
/** How far from the shoulder's joint the fabric lies on the skin. */
const PATCH_MM = 105;
const PATCH_EDGE_MM = 30;

/** Bodies that were cut before: garments come and go on one. */
const figures = new WeakMap();

/**
 * Grids of a pattern on a mesh {positions_mm, faces, parts, places_mm}: [{panel, positions, places, cut, index, buttons}],
 * `buttons` their places. `places` are x and y on the panel (mm) by turns; `cut` is how far (mm) a vertex lies within the fabric's
 * edge at the neck; negative places belong to the neck's band, or to nothing.
 */
export function drape(pattern, mesh) {
  if (!figures.has(mesh)) figures.set(mesh, new Figure(mesh));
  const body = figures.get(mesh);
  const outlines = pattern.panels.map((panel) => new Outline(panel));
  const named = (test) => outlines.filter(({ name }) => test.test(name));
  const cloths = [];
  const fronts = named(/^front/);
  const backs = named(/^back/);
  const round = fronts.length ? [...fronts, ...backs] : named(/^gore/);
  if (round.some((outline) => outline.along('neck').length)) cloths.push(...trunk(body, fronts, backs, named(/^band/), named(/^sleeve/).length ? null : bandHeights(pattern)));
  else if (round.some((outline) => outline.along('crown').length)) cloths.push(...cap(body, round));
  else if (round.length) cloths.push(...skirt(body, round));
  const sleeveLength = pattern.parameters?.find(({ name }) => name === 'sleeve_length')?.value;
  // A raglan has no shoulder, and no edge there.
  const broad = Math.max(0, ...backs.flatMap((o) => o.along('shoulder')).map(([x]) => Math.abs(x)));
  const beyond = ([x]) => broad - Math.abs(x);
  for (const side of ['left', 'right']) {
    const [sleeves, legs] = ['sleeve', 'leg'].map((name) => named(new RegExp(`^${name}_${side}`)));
    if (sleeves.length) cloths.push(...sleeve(body, sleeves, side, sleeveLength ?? sleeves[0].top, beyond));
    if (legs.length) cloths.push(...leg(body, legs, side));
    for (const outline of named(new RegExp(`^sock_${side}$`))) cloths.push(...sock(body, outline, named(new RegExp(`^cuff_${side}`)), side));
  }
  const scarves = named(/^scarf/);
  if (scarves.length) cloths.push(...scarf(body, scarves));
  return cloths;
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

/** A sleeve along the arm, its seam below, as long as `length`; `beyond` is how far the shoulders' edge lies beyond a place. */
function sleeve(body, outlines, side, length, beyond) {
  const [shoulder, wrist] = ['shoulder', 'wrist'].map((name) => body.place(`${name}_joint_${side[0]}`));
  const axis = unit(minus(wrist, shoulder));
  // Away from the body, across the arm; and ahead.
  const up = [side === 'left' ? 1 : -1, 0.6, 0];
  const out = unit(minus(up, axis.map((v) => v * dot(axis, up))));
  const across = unit(cross(axis, out));
  const ahead = across.map((v) => v * Math.sign(across[2]));
  const slices = body.slices([ARM[side]], shoulder, axis, out, ahead);
  const armpit = dot(minus(body.place(`axilla_${side[0]}`), shoulder), axis);
  const foot = steps(0, outlines[0].top, 5).reduce((best, y) => (breadth(outlines, y) > breadth(outlines, best) ? y : best), 0);
  // From where front and back end at the shoulder the sleeve's length leads to the cuff.
  const tip = body.place(`acromion_${side[0]}`);
  const end = dot(minus(tip, shoulder), axis) + Math.max(0, beyond(tip)) + length;
  const ys = steps(0, end + 12, 8);
  const down = ys.map((y) => end - y);
  const reach = dot(minus(wrist, shoulder), axis) + 60;
  const spanAt = (y) => Math.min(y, foot);
  // Above the armpit what it stands off fades: the cap lies on the shoulder.
  const fading = ys.findIndex((y) => end - y <= armpit);
  const rings = tube(slices, down.map((d) => Math.min(reach, Math.max(2, d))), (i) => breadth(outlines, spanAt(ys[i])), Math.PI, side === 'left', { fading });
  if (!rings) return [];
  const lifted = rings.map((points, i) => {
    const middle = [0, 1].map((k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);
    const sunk = STEEP * Math.max(0, SINKS_MM - down[i]);
    return points.map((p) => {
      const share = 1 - sunk / distance(p, middle);
      const [a, b] = p.map((v, k) => middle[k] + (v - middle[k]) * share);
      return shoulder.map((v, k) => v + axis[k] * down[i] + out[k] * a + ahead[k] * b);
    });
  });
  const width = breadth(outlines, foot);
  const on = (p) => [(width * Math.atan2(dot(p, ahead), dot(p, out))) / (2 * Math.PI), end - dot(p, axis)];
  return [...pieces(outlines, lifted, ys, { spanAt }), shoulderPatch(body, outlines[0].name, shoulder, ARM[side], axis, on)];
}

/** Fabric close to the skin where the sleeve meets the shoulder, which rings across arm and trunk leave bare. */
function shoulderPatch(body, panel, shoulder, arm, axis, on) {
  const near = (at) => {
    const from = minus(at, shoulder);
    return Math.hypot(...from) < PATCH_MM && dot(from, axis) < 70 && from[1] > -40;
  };
  // Its edge goes under what lies around it.
  const off = (at) => (CLEAR_MM + 1) * Math.min(1, (PATCH_MM - distance(at, shoulder)) / PATCH_EDGE_MM);
  return skin(body, panel, [TRUNK, arm], near, (at) => on(minus(at, shoulder)), off);
}

/** Fabric on the skin of some parts, as far as `near` reaches; `on` is where on the panel a point lies, `off` how far off the skin. */
function skin(body, panel, wanted, near, on, off) {
  const { positions_mm: p, faces, parts } = body.mesh;
  const normals = body.normals();
  const kept = new Map();
  const index = [];
  const place = (v, off_mm = 0) => [0, 1, 2].map((k) => p[3 * v + k] + off_mm * normals[3 * v + k]);
  for (let f = 0; f < parts.length; f++) {
    if (!wanted.includes(parts[f])) continue;
    const corners = [faces[3 * f], faces[3 * f + 1], faces[3 * f + 2]];
    if (!corners.every((v) => near(place(v)))) continue;
    for (const v of corners) {
      if (!kept.has(v)) kept.set(v, kept.size);
      index.push(kept.get(v));
    }
  }
  const positions = new Float32Array(kept.size * 3);
  const places = new Float32Array(kept.size * 2);
  for (const [v, i] of kept) {
    const at = place(v, off(place(v)));
    positions.set(at, 3 * i);
    places.set(on(at), 2 * i);
  }
  return { panel, positions, places, cut: new Float32Array(kept.size).fill(1000), index };
}

/** A leg's tube from the ankle up, its seam inside. */
function leg(body, outlines, side) {
  const ankle = body.place(`ankle_joint_${side[0]}`)[1] + 10;
  const ys = steps(0, outlines[0].top, 8);
  const rings = tube(body.level([LEG[side]]), ys.map((y) => ankle + y), (i) => breadth(outlines, ys[i]), side === 'left' ? Math.PI : 0, true);
  return rings ? pieces(outlines, rings.map((points, i) => points.map(([x, z]) => [x, ankle + ys[i], z])), ys) : [];
}

/** A sock: along the foot to the toes, round the ankle, its cuff above. */
function sock(body, outline, cuffs, side) {
  const ankle = body.place(`ankle_joint_${side[0]}`);
  const low = ankle[1] + 6;
  const options = { clear_mm: THIN_MM };
  const foot = body.slices([LEG[side]], [0, 0, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], low + 24);
  let [heel, toe] = [ankle[2], ankle[2]];
  while (foot.hull(heel - 1)) heel -= 1;
  while (foot.hull(toe + 1)) toe += 1;
  // Fabric goes straight over the gaps between the toes: a ring holds what lies near it, too.
  const gap = (z) => Math.min(TOES_MM, Math.max(4, (z - ankle[2]) / 2));
  const sock = { hull: (z) => hull(steps(z - gap(z) / 2, z + gap(z), 4).flatMap((near) => foot.hull(Math.min(toe, Math.max(heel + 4, near))) ?? [])) };
  const zs = [heel - 5, ...steps(heel - 4, toe + 9, 4)];
  const sole = closed(tube(sock, zs, () => 0, -Math.PI / 2, false, options));
  const high = low + 42;
  const ups = steps(low, high, 4);
  const rims = cuffs.length ? steps(0, cuffs[0].top, 4) : [];
  const start = side === 'left' ? Math.PI : 0;
  const round = (ys) => tube(body.level([LEG[side]]), ys, () => 0, start, true, options)?.map((points, i) => points.map(([x, z]) => [x, ys[i], z]));
  const [leg, edge] = [round(ups), cuffs.length ? round(rims.map((y) => high - 3 + y)) : null];
  return [
    ...(sole ? pieces([outline], sole.map((points, i) => points.map(([x, y]) => [x, Math.max(y, 0.5), zs[i]])), zs.map((z) => 42 + z - heel)) : []),
    ...(leg ? pieces([outline], leg, ups.map((y) => high - y)) : []),
    ...(edge ? pieces(cuffs, edge, rims) : []),
  ];
}

/** A tube whose first and last rings are drawn together. */
function closed(rings) {
  const ends = [rings?.[0], rings?.at(-1)];
  const middle = (points) => points[0].map((_, axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length);
  return rings?.map((points) => (ends.includes(points) ? points.map(() => middle(points)) : points));
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
function scarf(body, outlines) {
  const slices = body.level([TRUNK]);
  const neck = body.height('side_neck_l', 'side_neck_r') + 12;
  const loop = ring(slices.hull(neck), 22, Math.PI / 2).map(([x, z]) => [x, neck, z]);
  // Lower in front than behind.
  const [back, front] = [Math.min(...loop.map((p) => p[2])), Math.max(...loop.map((p) => p[2]))];
  for (const p of loop) p[1] += 22 - (62 * (p[2] - back)) / (front - back);
  const wide = Math.min(SCARF_MM, breadth(outlines, 1) * 0.5);
  const apart = Math.max(72, wide / 2 + 6);
  const first = Math.round(SEGMENTS * 0.06);
  const round = loop.slice(first, SEGMENTS - first);
  const chest = (x, y) => {
    const section = slices.hull(y);
    return section ? Math.max(...section.filter(([px]) => Math.abs(px - x) < 60).map(([, z]) => z), 0) : 0;
  };
  const around = round.reduce((sum, p, i) => sum + (i ? distance(p, round[i - 1]) : 0), 0);
  const hang = Math.max(120, (outlines[0].top - around) / 2);
  const end = (at, side) => {
    const line = [];
    let out = at[2];
    for (let d = 12; d <= hang; d += 12) {
      const y = at[1] - d;
      const x = at[0] + (side * apart - at[0]) * Math.min(1, d / 160);
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
  return pieces(outlines, rows, lengths.map((length) => (outlines[0].top * length) / gone));
}
