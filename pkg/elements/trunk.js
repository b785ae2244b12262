// Front and back on a body: hung from the shoulders, cut at the neck and, where there are no sleeves, at the armholes.

import { breadth, pieces } from './cloth.js';
import { ARM, LEG, TRUNK, between, girth, hull, narrowed } from './figure.js';
import { armholesOf, neckOf } from './outline.js';
import { CLEAR_MM, SEGMENTS, steps, tube } from './rings.js';

/** How much lower than the neck point a raglan's front and back end. */
const RAGLAN_MM = 14;
/** So far fabric lies on the arm where no sleeve does. */
const BEYOND_MM = 40;
/** The share of its breadth from which a panel's neck becomes like the other's, half way at its side. */
const MEETS = 0.35;
/** Further outside an edge than any band is high. */
const FAR_MM = 1000;

/** Front and back, hung from the shoulders; `bare` has the heights of the bands at neck and armholes where there are no sleeves. */
export function trunk(body, fronts, backs, bands, bare) {
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
  const gap = fronts.length > 1 ? Math.max(0, ...bands.map((band) => band.widest)) : 0;
  const band = bands.find(({ buttonholes }) => buttonholes.length) ?? bands[0];
  const girthAt = (y) => all.reduce((sum, o) => sum + o.width(y), gap * (fronts.length - 1));
  // A collar goes straight up from where the neck is narrowest, and behind the chin.
  const [, throat, ahead] = body.place('adams_apple');
  const whole = body.level([TRUNK, LEG.left, LEG.right]);
  const holes = bare && armholes.length ? [armholesOf(fronts), armholesOf(backs)] : null;
  const shoulderedAt = armholes.length ? shouldered(body, whole, armpitHeight, bare ? BEYOND_MM : 0) : null;
  const sectionAt = (height) => (shoulderedAt && height > armpitHeight ? shoulderedAt(height) : whole.hull(height));
  const slices = { hull: (height) => (height > throat ? sectionAt(height)?.filter(([, z]) => z < ahead + CLEAR_MM) : sectionAt(height)) };
  const about = (height) => girth(slices.hull(height) ?? []) || Infinity;
  const narrow = steps(neckHeight, heightOf(ys.at(-1)), 4).reduce((best, height) => (about(height) < about(best) ? height : best));
  const levels = ys.map((y) => Math.min(heightOf(y), narrow));
  const rings = tube(slices, levels, (i) => girthAt(ys[i]), Math.PI, true, { fading: ys.findIndex((y) => y >= armpit), reach: 7 });
  if (!rings) return [];
  const lifted = rings.map((points, i) => points.map(([x, z]) => [x, heightOf(ys[i]), z]));
  const spanAt = (y) => Math.min(y, armpit - 1);
  const half = SEGMENTS / 2;
  const opening = [neckOf(fronts), neckOf(backs)];
  // A band stands up along the neck no higher than it is.
  const above = (y) => 0.8 * Math.max(0, y - neckPoint);
  // Fabric is cut at one depth of its edge: the armholes' bands are told as deep as the neck's.
  const banded = (inside) => (inside > 0 ? inside : bare.armhole ? (inside * bare.neck) / bare.armhole : -FAR_MM);
  // Front and back each cover half a ring, as long as it is, and meet at their armholes.
  const round = new Map(ys.map((y, i) => [y, girth(rings[i])]));
  const widths = [fronts, backs].map((panels) => breadth(panels, armpit - 1));
  const hole = (face, on, y) => (holes ? banded(holes[face]((on * round.get(y)) / (2 * widths[face]), y)) : Infinity);
  // So does the neck's band, beside the neck.
  const neck = (face, x, on, y) => {
    const other = Math.max(0, Math.abs(on) / widths[face] - MEETS) / (1 - 2 * MEETS);
    return opening[face](x, y) * (1 - other) + opening[1 - face](x, y) * other - above(y);
  };
  const cut = (face, x, [on, y]) => Math.min(neck(face, x, on, y), hole(face, on, y));
  return [
    ...pieces(order(fronts), lifted, ys, { from: 0, to: half, gap, band, spanAt, cut: (on, [x]) => cut(0, x, on) }),
    ...pieces(backs, lifted, ys, { from: half, spanAt, cut: (on, [x]) => cut(1, -x, on) }),
  ];
}

/**
 * Sections above the armpits, for fabric that lies on the shoulders: from the trunk's breadth at the armpits they widen to so far
 * `beyond` the shoulders' ends.
 */
function shouldered(body, whole, armpitHeight, beyond) {
  const armed = body.level([TRUNK, ARM.left, ARM.right]);
  const tips = ['acromion_l', 'acromion_r'].map((name) => body.place(name));
  const tip = Math.max(...tips.map(([x]) => Math.abs(x))) + beyond;
  const low = whole.hull(armpitHeight);
  const side = Math.max(...low.map(([x]) => Math.abs(x)));
  const rise = body.height('acromion_l', 'acromion_r') - armpitHeight;
  return (height) => {
    const section = armed.hull(height);
    if (!section) return null;
    const share = Math.min(1, (height - armpitHeight) / rise);
    // Where the mesh of the arms begins the trunk ends in steps, which fabric goes over.
    const bare = hull([...low, ...(whole.hull(height) ?? [])]);
    return between(bare, narrowed(section, side + (tip - side) * share), Math.min(1, 2.5 * share));
  };
}

/** From the wearer's right to their left. */
const order = (fronts) => fronts.toSorted((a, b) => (a.name < b.name ? 1 : -1));
