// Rings of fabric round sections of a body.

import { girth } from './figure.js';
import { distance } from './vector.js';

export const SEGMENTS = 128;
/** Fabric and air between skin and yarn, at least. */
export const CLEAR_MM = 5;

/**
 * A convex polygon, moved outwards by `off`, as SEGMENTS + 1 points. They begin in the direction of `start` (radians, from
 * the first axis to the second) seen from the middle and go counter-clockwise, or clockwise; between the quarters that begin
 * there they are evenly spaced, so that seams stay where they are from ring to ring.
 */
export function ring(polygon, off, start, clockwise = false) {
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
    return points.map((_, k) => {
      const sum = [0, 0];
      for (let n = i - room; n <= i + room; n++) {
        sum[0] += rings[n][k][0];
        sum[1] += rings[n][k][1];
      }
      return [sum[0] / (2 * room + 1), sum[1] / (2 * room + 1)];
    });
  });
}

/**
 * Rings of a tube round `slices` at `heights`; `wanted(i)` is the fabric's girth there. Where the body ends, the last section
 * goes on; the tube is never narrower than the body. From the ring `fading` on upwards what it stands off fades to nothing.
 */
export function tube(slices, heights, wanted, start, clockwise, { fading = heights.length, reach = 3, clear_mm = CLEAR_MM } = {}) {
  let last = null;
  const hulls = heights.map((h) => (last = slices.hull(h) ?? last));
  const first = hulls.find(Boolean);
  if (!first) return null;
  const sections = hulls.map((section) => section ?? first);
  const needed = sections.map((section, i) => Math.max(clear_mm, (wanted(i) - girth(section)) / (2 * Math.PI)));
  for (let i = fading; i < needed.length; i++) {
    const left = 1 - (i - fading) / (needed.length - fading);
    needed[i] = CLEAR_MM + (needed[fading - 1] - CLEAR_MM) * left * left;
  }
  const off = smooth(needed, 3);
  const sharp = sections.map((section, i) => ring(section, off[i], start, clockwise));
  // Smoothing from ring to ring cuts off what stands out between two others: fabric goes over it, never through.
  return smoothRings(sharp, reach).map((points, i) => outside(points, sharp[i], off[i] - clear_mm));
}

/** Points, moved outwards where they lie more than `room` within those of another ring, as seen from its middle. */
function outside(points, least, room) {
  const middle = [0, 1].map((axis) => least.reduce((sum, p) => sum + p[axis], 0) / least.length);
  return points.map((p, k) => {
    const [have, need] = [distance(p, middle), distance(least[k], middle) - room];
    if (have >= need || have === 0) return p;
    return p.map((v, axis) => middle[axis] + ((v - middle[axis]) * need) / have);
  });
}

/** From `from` to `to`, no further apart than `step`. */
export function steps(from, to, step) {
  const count = Math.max(2, Math.ceil(Math.abs(to - from) / step));
  return Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);
}

/** Points of a polyline from one share of its columns to another. */
export function stretch(points, from, to) {
  const count = Math.max(8, Math.round((points.length - 1) * (to - from)));
  return Array.from({ length: count + 1 }, (_, i) => {
    const at = (points.length - 1) * (from + ((to - from) * i) / count);
    const k = Math.min(points.length - 2, Math.floor(at));
    return points[k].map((v, axis) => v + (points[k + 1][axis] - v) * (at - k));
  });
}
