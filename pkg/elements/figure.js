// A body, ready to be cut: the convex hulls of its sections.

import { cross, distance, minus, unit } from './vector.js';

/** Parts of the mesh's faces. */
export const TRUNK = 0;
export const [ARM, LEG] = [{ left: 1, right: 2 }, { left: 3, right: 4 }];

/** The body, ready to be cut. */
export class Figure {
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
    this.units ??= normalsOf(this.mesh.positions_mm, this.mesh.faces);
    return this.units;
  }

  /** Mean height of places. */
  height(...names) {
    return names.reduce((sum, name) => sum + this.places[name][1], 0) / names.length;
  }

  /** Sections of some parts across `axis`, in the plane of `across` and `ahead`; of what lies below a height, if one is given. */
  slices(parts, origin, axis, across, ahead, below = Infinity) {
    return new Slices(this.mesh, new Set(parts), origin, axis, across, ahead, below);
  }

  /** Level sections; x is world x, y is world z. */
  level(parts) {
    const key = parts.join();
    if (!this.cuts.has(key)) this.cuts.set(key, this.slices(parts, [0, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]));
    return this.cuts.get(key);
  }
}

/** Unit normals of a mesh's vertices, each face's share as large as the face. */
export function normalsOf(p, faces) {
  const sums = new Float32Array(p.length);
  const corner = (v) => [p[3 * v], p[3 * v + 1], p[3 * v + 2]];
  for (let f = 0; f + 2 < faces.length; f += 3) {
    const [a, b, c] = [corner(faces[f]), corner(faces[f + 1]), corner(faces[f + 2])];
    const n = cross(minus(b, a), minus(c, a));
    for (let k = 0; k < 3; k++) for (let axis = 0; axis < 3; axis++) sums[3 * faces[f + k] + axis] += n[axis];
  }
  for (let v = 0; v < sums.length; v += 3) sums.set(unit([sums[v], sums[v + 1], sums[v + 2]]), v);
  return sums;
}

const BUCKET_MM = 12;

class Slices {
  constructor({ positions_mm: p, faces, parts }, wanted, origin, axis, across, ahead, below = Infinity) {
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
      if (!wanted.has(parts[f]) || p[3 * faces[3 * f] + 1] > below) continue;
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

/** The convex hull of points, counter-clockwise: Andrew's monotone chain. */
export function hull(points) {
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

/** The part of a convex polygon that lies no further than `most` to either side. */
export function narrowed(polygon, most) {
  const beyond = (points, side) =>
    points.flatMap((p, i) => {
      const q = points[(i + 1) % points.length];
      const [a, b] = [most - side * p[0], most - side * q[0]];
      const kept = a >= 0 ? [p] : [];
      return a >= 0 === b >= 0 ? kept : [...kept, [side * most, p[1] + ((q[1] - p[1]) * a) / (a - b)]];
    });
  return beyond(beyond(polygon, 1), -1);
}

const DIRECTIONS = 96;

/** What lies between two convex polygons, `share` of the way from the first to the second. */
export function between(one, other, share) {
  const farthest = (polygon, x, y) => polygon.reduce((best, p) => (p[0] * x + p[1] * y > best[0] * x + best[1] * y ? p : best));
  const points = Array.from({ length: DIRECTIONS }, (_, i) => {
    const [x, y] = [Math.cos((2 * Math.PI * i) / DIRECTIONS), Math.sin((2 * Math.PI * i) / DIRECTIONS)];
    const [p, q] = [farthest(one, x, y), farthest(other, x, y)];
    return p.map((v, axis) => v + (q[axis] - v) * share);
  });
  return hull(points);
}

export function girth(polygon) {
  return polygon.reduce((sum, p, i) => sum + distance(p, polygon[(i + 1) % polygon.length]), 0);
}
