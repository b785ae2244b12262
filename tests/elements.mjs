// What the elements compute: lengths as people write them, tape and scan together, prices, EXIF.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boothCapture } from '../pkg/elements/booth.js';
import { drape } from '../pkg/elements/drape.js';
import { focal35mm } from '../pkg/elements/exif.js';
import { Outline, neckOf } from '../pkg/elements/outline.js';
import { contradicts, fuse, measurementsOf, tapeChecks, tolerance_mm } from '../pkg/elements/person.js';
import { faultsOf, priceOf } from '../pkg/elements/price.js';
import { readable } from '../pkg/elements/words/index.js';
import { length, parseLength } from '../pkg/elements/units.js';
import { Purlform } from '../pkg/node.js';

test('lengths are read as people write them', () => {
  const read = (text, unit = 'cm') => parseLength(text, unit)?.toFixed(2);
  assert.equal(read('92'), '920.00');
  assert.equal(read(' 92,5 CM '), '925.00');
  assert.equal(read('36.2', 'in'), '919.48');
  assert.equal(read('920 mm', 'in'), '920.00');
  assert.equal(read('5\'6'), '1676.40');
  assert.equal(read('5 ft 6.5 in'), '1689.10');
  assert.equal(read('6′'), '1828.80');
  for (const nothing of ['', 'tall', '-92', '9 2', '1e3', '92 km']) assert.equal(parseLength(nothing, 'cm'), null, nothing);
  assert.equal(length(920, 'in'), '36.2');
});

test('what the module says of a design is read in words and in the customer’s unit', () => {
  const said = 'neck_width: 350 mm of neck leave no shoulders on a back 400.5 mm across';
  assert.equal(readable(said, 'cm'), 'neck width: 35.0 cm of neck leave no shoulders on a back 40.0 cm across');
  assert.equal(readable('at most 320 mm', 'in'), 'at most 12.6 in');
  assert.equal(readable('`body_length` can be 200 to 1100 mm', 'cm'), '“body length” can be 20.0 to 110.0 cm');
  assert.equal(readable('the machine vbed-e7 has 350 needles', 'cm'), 'the machine vbed-e7 has 350 needles');
});

test('tape and scan are weighed by their inverse variances', () => {
  const scanned = { id: 'bust_girth', value_mm: 950, sigma_mm: 10, left_mm: null, right_mm: null };
  const both = fuse(scanned, 935);
  assert.ok(Math.abs(both.value_mm - 938) < 1e-9);
  assert.ok(both.sigma_mm < 5);
  assert.equal(fuse(scanned, 935, true).value_mm, 935);
  assert.equal(fuse(scanned, undefined), scanned);
  assert.ok(!contradicts(scanned, 935) && contradicts(scanned, 900));
  // A contradiction is not averaged: the tape is believed.
  const file = measurementsOf({ scan: [scanned], tape: { bust_girth: 900, stature: 1700 }, alone: [] });
  assert.deepEqual(file.measurements.map(({ id, value_mm }) => [id, value_mm]), [['bust_girth', 900], ['stature', 1700]]);
});

test('a girth that matters and is not known well enough asks for a tape', () => {
  const garment = { needs: ['stature', 'bust_girth', 'waist_girth', 'neck_girth'] };
  const pattern = {
    parameters: [{ name: 'bust_ease', value: 60 }, { name: 'waist_ease', value: 0 }],
    assumed: [{ id: 'waist_girth', value_mm: 800, sigma_mm: 40 }, { id: 'neck_girth', value_mm: 360, sigma_mm: 30 }],
  };
  assert.equal(tolerance_mm(pattern, { id: 'bust_girth', value_mm: 900 }), 30);
  assert.equal(tolerance_mm(pattern, { id: 'waist_girth', value_mm: 800 }), 20);
  const asked = (sigma_mm) => tapeChecks(garment, pattern, [{ id: 'bust_girth', value_mm: 900, sigma_mm }]).map(({ id }) => id);
  assert.deepEqual(asked(14), ['waist_girth']);
  assert.deepEqual(asked(16), ['bust_girth', 'waist_girth']);
  // One ease of a sock's leg goes round calf and ankle.
  const sock = { parameters: [{ name: 'leg_ease', value: -40 }], assumed: [] };
  const scanned = [['calf_girth', 370, 6], ['ankle_girth', 230, 2]].map(([id, value_mm, sigma_mm]) => ({ id, value_mm, sigma_mm }));
  assert.deepEqual(tapeChecks({ needs: ['calf_girth', 'ankle_girth'] }, sock, scanned).map(({ id }) => id), ['calf_girth']);
});

test('halves that are sewn down the middle meet there on the body, front and back', async () => {
  const purlform = await Purlform.open();
  const tape = { stature: 1700, bust_girth: 1250, waist_girth: 1150, hip_girth: 1250 };
  const design = { garment: 'pullover', gauge: { wales_per_100mm: 45, courses_per_100mm: 62 } };
  const whole = await purlform.draft(design, tape);
  assert.deepEqual(whole.panels.map(({ name }) => name).filter((name) => /^(front|back)/.test(name)), ['front', 'back']);
  const pattern = await purlform.draft(design, tape, { machine: 'kniterate' });
  const { mesh } = await purlform.body(tape);
  purlform.close();
  const cloths = new Map(drape(pattern, mesh).map((cloth) => [cloth.panel, cloth]));
  const seam = (name) => {
    const { positions, places } = cloths.get(name);
    const at = [];
    for (let i = 0; 2 * i < places.length; i++) if (Math.abs(places[2 * i]) < 0.01) at.push([...positions.subarray(3 * i, 3 * i + 3)]);
    return at;
  };
  for (const side of ['front', 'back']) {
    const [left, right] = [seam(`${side}_left`), seam(`${side}_right`)];
    assert.ok(left.length > 50 && left.length === right.length, `${left.length} places, ${right.length}`);
    left.forEach((p, i) => p.forEach((v, k) => assert.ok(Math.abs(v - right[i][k]) < 0.01, `${p} is not ${right[i]}`)));
    const { positions } = cloths.get(`${side}_left`);
    const mean = positions.reduce((sum, v, i) => sum + (i % 3 ? 0 : v), 0) / (positions.length / 3);
    assert.ok(mean > 50, `the wearer's left half of the ${side} lies at ${mean.toFixed(0)} mm`);
    assert.ok(left.every(([x]) => Math.abs(x) < 40), 'the seam runs down the middle');
    // The neck that both leave is that of the whole.
    const neck = (of) => neckOf(of.panels.filter(({ name }) => name.startsWith(side)).map((panel) => new Outline(panel)));
    const [whole_neck, halved_neck] = [neck(whole), neck(pattern)];
    const top = Math.max(...whole.panels.find(({ name }) => name === side).edges.flatMap(({ points }) => points.map(([, y]) => y)));
    for (const x of [-90, -60, -30, 0, 30, 60, 90]) for (const down of [5, 20, 60]) assert.ok(Math.abs(whole_neck(x, top - down) - halved_neck(x, top - down)) < 1, `${side}: ${x}, ${down}`);
  }
});

/** Bodies from slim to very large. */
const BODIES = {
  slim: { stature: 1720, bust_girth: 780, waist_girth: 600, hip_girth: 850, sex: 'female' },
  'a large woman': { stature: 1640, bust_girth: 1450, waist_girth: 1350, hip_girth: 1500, sex: 'female' },
  'a large man': { stature: 1760, bust_girth: 1450, waist_girth: 1450, hip_girth: 1400, sex: 'male' },
};
const GAUGE = { wales_per_100mm: 30, courses_per_100mm: 42 };

test('sleeves, legs and scarves in halves are worn where the whole ones are, and meet at both seams', async () => {
  const purlform = await Purlform.open();
  const measured = { stature: 1700, bust_girth: 1500, waist_girth: 1350, hip_girth: 1540, sex: 'female' };
  const { mesh } = await purlform.body(measured);
  const gauge = { wales_per_100mm: 45, courses_per_100mm: 62 };
  const worn = [
    ['pullover', { upper_arm_ease: 240 }, 'sleeve_left'],
    ['pullover', { upper_arm_ease: 240, armhole: 'raglan' }, 'sleeve_right'],
    ['leg_warmer', { calf_ease: 250 }, 'leg_left'],
    ['leg_warmer', { calf_ease: 250 }, 'leg_right'],
    ['scarf', { width: 700 }, 'scarf'],
  ];
  for (const [garment, parameters, name] of worn) {
    const design = { garment, gauge, parameters };
    const where = `${garment}: ${name}`;
    const rows = (cloth) => {
      const points = pointsOf(cloth);
      const columns = cloth.index[2] - cloth.index[0];
      return Array.from({ length: points.length / columns }, (_, row) => points.slice(row * columns, (row + 1) * columns));
    };
    const [whole] = drape(await purlform.draft(design, measured), mesh).filter(({ panel }) => panel === name).map(rows);
    const halves = drape(await purlform.draft(design, measured, { machine: 'kniterate' }), mesh);
    const [first, second] = ['1', '2'].map((half) => rows(halves.find(({ panel }) => panel === `${name}_${half}`) ?? assert.fail(`${where}: no half ${half} in ${halves.map(({ panel }) => panel)}`)));
    assert.ok(whole.length > 20 && first.length === whole.length && second.length === whole.length, where);
    const apart = (p, q) => Math.hypot(...p.map((v, k) => v - q[k]));
    whole.forEach((row, i) => {
      const ends = [[first[i].at(-1), second[i][0]], [first[i][0], row[0]], [second[i].at(-1), row.at(-1)]];
      for (const [p, q] of ends) assert.ok(apart(p, q) < 0.01, `${where}, row ${i}: ${p} is not ${q}`);
      const middle = row.length >> 1;
      assert.ok(apart(row[middle], second[i][0]) < 12, `${where}, row ${i}: the seam does not run down the middle`);
    });
    // Each shows the part of the fabric that is its own.
    for (const [half, sign] of [['1', -1], ['2', 1]]) {
      const { places } = halves.find(({ panel, positions }) => panel === `${name}_${half}` && positions.length === first.flat().length * 3);
      assert.ok(places.every((v, i) => i % 2 || v * sign > -0.01), `${where}_${half} shows the other half's stitches`);
    }
  }
  purlform.close();
});

test('a vest ends at its armholes, along their curve, and front and back meet there', async () => {
  const purlform = await Purlform.open();
  for (const [who, tape] of Object.entries(BODIES)) {
    for (const neckline of ['v', 'boat']) {
      const where = `${who}, ${neckline}`;
      const pattern = await purlform.draft({ garment: 'vest', gauge: GAUGE, parameters: { neckline } }, tape);
      const { mesh } = await purlform.body(tape);
      const cloths = new Map(drape(pattern, mesh).map((cloth) => [cloth.panel, cloth]));
      const [front, back] = ['front', 'back'].map((name) => {
        const { index, cut, places } = cloths.get(name);
        const columns = index[2] - index[0];
        const rows = Array.from({ length: cut.length / columns }, (_, row) => [...cut.subarray(row * columns, (row + 1) * columns)]);
        return { rows, heights: rows.map((_, row) => places[2 * row * columns + 1]) };
      });
      // At both sides front and back are cut alike, so that no gap opens and neither stands out.
      front.rows.forEach((row, i) => [[row[0], back.rows[i].at(-1)], [row.at(-1), back.rows[i][0]]].forEach(([a, b]) => assert.ok(Math.abs(a - b) < 3, `${where}: ${a} and ${b} at ${front.heights[i]} mm`)));
      const armhole = new Outline(pattern.panels.find(({ name }) => name === 'front')).along('armhole').map(([, y]) => y);
      const middle = (Math.min(...armhole) + Math.max(...armhole)) / 2;
      const at = front.heights.findIndex((y) => y > middle);
      assert.ok(front.rows[at][0] < -20 && front.rows[at].at(-1) < -20, `${where}: fabric goes round the arm`);
      assert.ok(front.rows[at][front.rows[at].length >> 2] > 0, `${where}: there is no fabric beside the arm`);
      assert.ok(front.rows[at >> 1].every((cut) => cut > 0), `${where}: there is no fabric below the arm`);
    }
  }
  purlform.close();
});

test('front and back go over the shoulder without steps', async () => {
  const purlform = await Purlform.open();
  for (const [who, tape] of Object.entries(BODIES).slice(1)) {
    const { mesh } = await purlform.body(tape);
    const pattern = await purlform.draft({ garment: 'pullover', gauge: GAUGE }, tape);
    const { index, places, positions } = drape(pattern, mesh).find(({ panel }) => panel === 'front');
    const armpit = Math.min(...new Outline(pattern.panels.find(({ name }) => name === 'front')).along('armhole').map(([, y]) => y));
    const columns = index[2] - index[0];
    const side = [];
    for (let i = 0; 2 * i < places.length; i += columns)
      if (places[2 * i + 1] > armpit && positions[3 * i + 1] < mesh.places_mm.acromion_l[1] - 10) side.push(positions[3 * i]);
    assert.ok(side.length > 30, who);
    for (let i = 1; i + 1 < side.length; i++) assert.ok(Math.abs(side[i - 1] - 2 * side[i] + side[i + 1]) < 2.5, `${who}: a step at row ${i}: ${side.slice(i - 1, i + 2)}`);
  }
  purlform.close();
});

test('a broad scarf is worn folded, and leaves the face free', async () => {
  const purlform = await Purlform.open();
  const { mesh } = await purlform.body(BODIES.slim);
  for (const width of [150, 700]) {
    const [scarf] = drape(await purlform.draft({ garment: 'scarf', gauge: GAUGE, parameters: { width } }, BODIES.slim), mesh);
    const ahead = pointsOf(scarf).filter(([, , z]) => z > mesh.places_mm.side_neck_l[2] + 60);
    assert.ok(ahead.every(([, y]) => y < mesh.places_mm.glabella[1] - 60), `${width} mm: the face is covered`);
    assert.ok(ahead.every(([x]) => Math.abs(x) < 190), `${width} mm: it hangs beside the body`);
  }
  purlform.close();
});

test('a sock keeps its cuff on the body when that is knitted in halves', async () => {
  const purlform = await Purlform.open();
  const measured = { stature: 1700, bust_girth: 1000, waist_girth: 850, hip_girth: 1040, sex: 'female' };
  const { mesh } = await purlform.body(measured);
  const whole = await purlform.draft({ garment: 'sock', gauge: { wales_per_100mm: 45, courses_per_100mm: 62 } }, measured);
  purlform.close();
  // The module parts it so on a bed that is too narrow.
  const half = (panel, name, inside) => ({ ...panel, name, edges: panel.edges.map((edge) => ({ ...edge, points: edge.points.map(([x, y]) => [inside(x, 0), y]) })) });
  const panels = whole.panels.flatMap((panel) => (panel.name === 'cuff_left' ? [half(panel, 'cuff_left_1', Math.min), half(panel, 'cuff_left_2', Math.max)] : [panel]));
  const [one, two] = [whole, { ...whole, panels }].map((pattern) => drape(pattern, mesh).filter(({ panel }) => /^cuff_left/.test(panel)));
  assert.deepEqual([one, two].map((cloths) => cloths.map(({ panel }) => panel)), [['cuff_left'], ['cuff_left_1', 'cuff_left_2']]);
  const top = (cloths) => Math.max(...cloths.flatMap(pointsOf).map(([, y]) => y));
  assert.ok(Math.abs(top(one) - top(two)) < 0.01);
});

/** A cloth's points, row by row as it was made. */
const pointsOf = ({ positions }) => Array.from({ length: positions.length / 3 }, (_, i) => [...positions.subarray(3 * i, 3 * i + 3)]);
/** How far a point is from the nearest of a body's vertices. */
const offBody = ({ positions_mm: p }, [x, y, z]) => {
  let nearest = Infinity;
  for (let i = 0; i < p.length; i += 3) nearest = Math.min(nearest, (p[i] - x) ** 2 + (p[i + 1] - y) ** 2 + (p[i + 2] - z) ** 2);
  return Math.sqrt(nearest);
};

test('sleeves lie on the shoulder and end at the wrist, on slim and on very large people', async () => {
  const purlform = await Purlform.open();
  for (const [who, measured] of Object.entries(BODIES)) {
    const { mesh } = await purlform.body(measured);
    const { shoulder_joint_l: shoulder, wrist_joint_l: wrist } = mesh.places_mm;
    const arm = wrist.map((v, k) => v - shoulder[k]);
    const reach = Math.hypot(...arm);
    for (const armhole of ['set_in', 'raglan', 'drop', 'saddle']) {
      const pattern = await purlform.draft({ garment: 'pullover', gauge: GAUGE, parameters: { armhole } }, measured);
      const [sleeve] = drape(pattern, mesh).filter(({ panel }) => panel === 'sleeve_left');
      const points = pointsOf(sleeve);
      const along = points.map((p) => p.reduce((sum, v, k) => sum + (v - shoulder[k]) * arm[k], 0) / reach);
      const ends = Math.max(...along) - reach;
      assert.ok(Math.abs(ends) < 40, `${who}, ${armhole}: it ends ${ends.toFixed(0)} mm beyond the wrist`);
      const head = points.filter(([, y], i) => along[i] < 20 && y > shoulder[1] + 20);
      const off = Math.max(...head.map((p) => offBody(mesh, p)));
      assert.ok(head.length > 50 && off < 20, `${who}, ${armhole}: the sleeve's head stands ${off.toFixed(0)} mm off`);
    }
  }
  purlform.close();
});

test('a turtleneck passes under the chin, and a sock has a heel', async () => {
  const purlform = await Purlform.open();
  for (const [who, measured] of Object.entries(BODIES)) {
    const { mesh } = await purlform.body(measured);
    const pattern = await purlform.draft({ garment: 'pullover', gauge: GAUGE, parameters: { neckline: 'turtle' } }, measured);
    const [, throat, ahead] = mesh.places_mm.adams_apple;
    const collar = drape(pattern, mesh).flatMap((cloth) => pointsOf(cloth)).filter(([, y]) => y > throat + 45);
    const before = Math.max(...collar.map(([, , z]) => z)) - ahead;
    assert.ok(before < 15, `${who}: the collar stands ${before.toFixed(0)} mm before the throat where the chin is`);
    const socks = await purlform.draft({ garment: 'sock', gauge: GAUGE }, measured);
    const [sock] = drape(socks, mesh).filter(({ panel }) => panel === 'sock_left');
    const heel = pointsOf(sock).slice(0, 129);
    const wide = Math.max(...[0, 1, 2].map((k) => Math.max(...heel.map((p) => p[k])) - Math.min(...heel.map((p) => p[k]))));
    assert.ok(wide < 1, `${who}: a hole of ${wide.toFixed(0)} mm at the heel`);
  }
  purlform.close();
});

test('a price is made of yarn, machine and making, with tax, rounded up', () => {
  const offer = { currency: 'EUR', machine_per_hour: 30, making_per_garment: 10, making_per_panel: 2, yarn_waste_percent: 10, margin_percent: 50, tax_percent: 20, round_up_to: 5, yarns: [] };
  const price = priceOf({ totals: { yarn_g: 300, minutes: 40, panels: 5 } }, offer, { per_100g: 10 });
  assert.deepEqual(price.lines.map(({ id, amount }) => [id, amount.toFixed(2)]), [['yarn', '33.00'], ['knitting', '20.00'], ['making', '20.00'], ['margin', '36.50']]);
  assert.equal(price.total, 135); // 109.50 and 20 % are 131.40
  assert.equal((price.total - price.tax).toFixed(2), '112.50');
});

test('a table of prices that cannot be used says why', () => {
  assert.match(faultsOf({}).join(), /yarns/);
  const yarn = { id: 'a', machine: 'kniterate', gauge: { wales_per_100mm: 34, courses_per_100mm: 46 }, colours: [{ hex: '#112233' }] };
  assert.deepEqual(faultsOf({ machine_per_hour: 20, yarns: [yarn] }), []);
  assert.match(faultsOf({ machine_per_hour: '20', yarns: [yarn] }).join(), /machine_per_hour/);
  assert.match(faultsOf({ yarns: [{ ...yarn, gauge: {} }] }).join(), /gauge/);
});

test('the focal length is read from EXIF of either byte order, and from nothing else', async () => {
  const exif = (little) => {
    const bytes = new Uint8Array(80);
    const view = new DataView(bytes.buffer);
    const [short, long] = [(at, v) => view.setUint16(at, v, little), (at, v) => view.setUint32(at, v, little)];
    view.setUint32(0, 0xffd8ffe1);
    view.setUint16(4, 70);
    view.setUint32(6, 0x45786966);
    const tiff = 12;
    view.setUint16(tiff, little ? 0x4949 : 0x4d4d);
    short(tiff + 2, 42);
    long(tiff + 4, 8);
    short(tiff + 8, 1); // a directory of one entry: where the EXIF directory lies
    short(tiff + 10, 0x8769);
    long(tiff + 18, 26);
    short(tiff + 26, 1);
    short(tiff + 28, 0xa405);
    short(tiff + 30, 3);
    long(tiff + 32, 1);
    short(tiff + 36, 24);
    return bytes;
  };
  for (const little of [true, false]) assert.equal(await focal35mm(new Blob([exif(little)])), 24);
  assert.equal(await focal35mm(new Blob([exif(true).slice(0, 40)])), null);
  assert.equal(await focal35mm(new Blob(['\x89PNG'])), null);
});

test('a booth\'s folder is read with the second shot that lies in it', async () => {
  const file = (path, text = path) => ({ name: path.split('/').pop(), webkitRelativePath: `me/${path}`, text: async () => text });
  const rig = file('rig.json', JSON.stringify({ cameras: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }));
  const first = ['frames/a.jpg', 'frames/b.png', 'plates/a.jpg', 'plates/b.jpg'].map((path) => file(path));
  const second = ['turned/frames/a.jpg', 'turned/frames/b.jpg', 'turned/plates/b.jpg', 'turned/masks/a.png'].map((path) => file(path));
  const told = (views) => views.map(({ camera, ...pictures }) => [camera, ...['frame', 'plate', 'mask'].map((kind) => pictures[kind]?.webkitRelativePath)]);
  const once = await boothCapture([rig, ...first], 'no rig');
  assert.deepEqual(told(once.views), [['a', 'me/frames/a.jpg', 'me/plates/a.jpg', undefined], ['b', 'me/frames/b.png', 'me/plates/b.jpg', undefined]]);
  assert.deepEqual(once.turned, []);
  const { views, turned } = await boothCapture([...second, ...first, rig], 'no rig');
  assert.deepEqual(told(views), told(once.views));
  // Plates are those of the first shot where there are no others.
  assert.deepEqual(told(turned), [['a', 'me/turned/frames/a.jpg', 'me/plates/a.jpg', 'me/turned/masks/a.png'], ['b', 'me/turned/frames/b.jpg', 'me/turned/plates/b.jpg', undefined]]);
  await assert.rejects(boothCapture(first, 'no rig'), /no rig/);
});
