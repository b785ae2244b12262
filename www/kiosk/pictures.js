// The booth's drawings: a plain figure in the positions that people are asked for, and cameras from above.

import { draw } from '../dom.js';

const limb = (d, width, extra = '') => draw('path', { d, class: `limb ${extra}`, 'stroke-width': width });

/**
 * A person from the front, 200 x 400. `arms_deg` off straight down, `feet` half the distance of the soles, `clothes` of the wear
 * screen, `marks` what to point at: 'feet', 'arms', 'eyes', 'floor'.
 */
export function figure({ arms_deg = 20, feet = 22, clothes = '', marks = '' } = {}) {
  const arm = (side) => {
    const angle = (arms_deg * Math.PI) / 180;
    const [x, y] = [100 + side * 34, 98];
    return `M${x} ${y}l${side * 118 * Math.sin(angle)} ${118 * Math.cos(angle)}`;
  };
  const leg = (side) => `M${100 + side * 17} 196L${100 + side * feet} 352`;
  const sole = (side) => draw('ellipse', { cx: 100 + side * (feet + 3), cy: 368, rx: 13, ry: 6, class: 'sole' });
  const trunk = 'M66 96Q100 82 134 96L126 150Q124 172 130 200Q100 214 70 200Q76 172 74 150Z';
  const parts = [
    draw('ellipse', { cx: 100, cy: 372, rx: 78, ry: 15, class: 'floor' }),
    sole(-1), sole(1),
    limb(leg(-1), 25), limb(leg(1), 25),
    draw('path', { d: trunk, class: 'trunk' }),
    limb(arm(-1), 17), limb(arm(1), 17),
    draw('path', { d: 'M100 66V94', class: 'limb', 'stroke-width': 18 }),
    draw('ellipse', { cx: 100, cy: 46, rx: 19, ry: 25, class: 'trunk' }),
    ...dressed(clothes, leg, arm),
    ...pointers(marks, feet, arms_deg),
  ];
  return draw('svg', { viewBox: '0 0 200 400', class: 'figure', 'aria-hidden': 'true' }, ...parts);
}

function dressed(clothes, leg, arm) {
  const shirt = 'M66 96Q100 112 134 96L126 150Q124 172 128 190Q100 200 72 190Q76 172 74 150Z';
  const briefs = 'M73 184Q100 194 127 184L130 204L108 214H92L70 204Z';
  if (clothes === 'underwear')
    return [draw('path', { d: briefs, class: 'cloth' }), draw('path', { d: 'M70 116Q100 126 130 116L127 138Q100 146 73 138Z', class: 'cloth' })];
  if (clothes === 'close_fitting')
    return [limb(leg(-1), 26, 'cloth'), limb(leg(1), 26, 'cloth'), draw('path', { d: briefs, class: 'cloth' }), draw('path', { d: shirt, class: 'cloth warm' })];
  if (clothes === 'thin_layer') {
    const wide = 'M60 92Q100 110 140 92L136 150Q136 176 140 208Q100 218 60 208Q64 176 64 150Z';
    return [limb(leg(-1), 33, 'cloth'), limb(leg(1), 33, 'cloth'), limb(arm(-1), 22, 'cloth warm'), limb(arm(1), 22, 'cloth warm'), draw('path', { d: wide, class: 'cloth warm' })];
  }
  return [];
}

function pointers(marks, feet, arms_deg) {
  const arrow = (d) => draw('path', { d, class: 'pointer' });
  if (marks === 'feet') return [arrow(`M92 388H${100 - feet - 14}m10 -7l-10 7l10 7`), arrow(`M108 388H${100 + feet + 14}m-10 -7l10 7l-10 7`)];
  if (marks === 'arms') {
    const x = 34 + 128 * Math.sin((arms_deg * Math.PI) / 180);
    return [-1, 1].map((side) => arrow(`M${100 + side * 42} 196H${100 + side * (x - 14)}m${-side * 10} -7l${side * 10} 7l${-side * 10} 7`));
  }
  if (marks === 'eyes') return [draw('path', { d: 'M90 43h5M105 43h5', class: 'pointer' }), draw('path', { d: 'M94 57q6 4 12 0', class: 'pointer thin' })];
  if (marks === 'tape') return [draw('path', { d: 'M52 176q48 18 96 0', class: 'tape scanning' })];
  if (marks === 'floor') return [draw('ellipse', { cx: 100, cy: 372, rx: 78, ry: 15, class: 'ring' })];
  return [];
}

/** The footprints on the floor as the person sees them who looks ahead, up the page: those to stand on now, an eighth to the left of those before. */
export function turnedPrints() {
  const sole = (side) => draw('path', { d: `M${100 + side * 30} 62c${side * 18} 0 ${side * 20} 30 ${side * 14} 46c${side * -2} 10 ${side * 4} 30 ${side * -14} 30c${side * -18} 0 ${side * -16} -20 ${side * -14} -32c${side * 2} -16 ${side * -6} -44 ${side * 14} -44z` });
  const pair = (kind, turn) => draw('g', { class: kind, transform: `rotate(${turn} 100 100)` }, sole(-1), sole(1));
  return draw('svg', { viewBox: '0 0 200 200', class: 'prints', 'aria-hidden': 'true' },
    draw('circle', { cx: 100, cy: 100, r: 96, class: 'floor' }),
    pair('before', 0), pair('sole', -45),
    draw('path', { d: 'M100 14A86 86 0 0 0 39 39m14 -1l-14 1l-1 -14', class: 'pointer' }));
}

/** Cameras about a person, from above, who looks down the page: [{from_deg}]. */
export function fromAbove(cameras) {
  const place = ({ from_deg, height_mm }) => {
    const angle = (from_deg * Math.PI) / 180;
    const [x, y] = [100 + 74 * Math.sin(angle), 100 + 74 * Math.cos(angle)];
    return draw(
      'g',
      {},
      draw('path', { d: `M${x} ${y}L100 100`, class: 'sight' }),
      draw('circle', { cx: x, cy: y, r: height_mm > 1500 ? 13 : 10, class: height_mm > 1500 ? 'lens high' : 'lens' }),
    );
  };
  return draw(
    'svg',
    { viewBox: '0 0 200 200', class: 'above', 'aria-hidden': 'true' },
    ...cameras.map(place),
    draw('ellipse', { cx: 100, cy: 100, rx: 26, ry: 14, class: 'trunk' }),
    draw('circle', { cx: 100, cy: 101, r: 10, class: 'hair' }),
    draw('path', { d: 'M100 118l-6 -8h12z', class: 'nose' }),
  );
}

/** A file: cameras that come calibrated. */
export const fileDrawing = () =>
  draw('svg', { viewBox: '0 0 200 200', class: 'above', 'aria-hidden': 'true' },
    draw('path', { d: 'M62 36H118L144 62V164H62Z', class: 'sheet' }), draw('path', { d: 'M118 36V62H144', class: 'sheet' }),
    draw('path', { d: 'M80 92H126M80 114H126M80 136H108', class: 'sight' }));

/** Four cameras around a figure: the attract screen's picture. */
export function emblem() {
  const camera = (x, y, turn) =>
    draw('g', { transform: `translate(${x} ${y}) rotate(${turn})` },
      draw('path', { d: 'M0 0L150 -46V46Z', class: 'beam' }),
      draw('rect', { x: -34, y: -20, width: 44, height: 40, rx: 9, class: 'case' }),
      draw('circle', { cx: 8, cy: 0, r: 11, class: 'glass' }));
  const person = figure({ arms_deg: 19, feet: 24 });
  for (const [name, value] of Object.entries({ x: 200, y: 60, width: 200, height: 400 })) person.setAttribute(name, value);
  const tape = (y, rx) => draw('path', { d: `M${300 - rx} ${y}q${rx} 16 ${2 * rx} 0`, class: 'tape' });
  return draw('svg', { viewBox: '0 0 600 520', class: 'emblem', 'aria-hidden': 'true' },
    camera(70, 120, 22), camera(60, 390, -16), camera(530, 120, 158), camera(540, 390, 196),
    person, tape(176, 31), tape(206, 26), tape(252, 29));
}
