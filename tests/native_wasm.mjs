// The same chain on the command line (PURLFORM names it) and in the module that lies in pkg/.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Purlform } from '../pkg/node.js';
import { Calibration, Recheck, Session, drawBoard, initSync } from '../pkg/purlform.js';

const root = new URL('..', import.meta.url).pathname;
const sample = join(root, 'samples/fan');
const scratch = mkdtempSync(join(tmpdir(), 'native-wasm-'));
after(() => rmSync(scratch, { recursive: true }));

initSync({ module: readFileSync(join(root, 'pkg/purlform_bg.wasm')) });
const session = new Session(readFileSync(join(root, 'assets/body.purl')));
const purlform = (...words) => execFileSync(process.env.PURLFORM, words, { stdio: ['ignore', 'pipe', 'inherit'] });
const design = { version: 1, garment: 'pullover', gauge: { wales_per_100mm: 34, courses_per_100mm: 46 } };

/** A typed tape needs no pictures. */
const tape = { stature: 1652, bust_girth: 903.5, waist_girth: 741, hip_girth: 968 };

test('the same pixels give the same measurements within 0.1 mm', () => {
  const file = join(scratch, 'measurements.json');
  purlform('measure', sample, '--out', file);
  const native = JSON.parse(readFileSync(file, 'utf8')).measurements;

  const read = (path) => readFileSync(join(sample, path));
  const rig = read('rig.json').toString();
  session.rig(rig, read('subject.json').toString());
  for (const { id } of JSON.parse(rig).cameras) session.view(id, read(`frames/${id}.jpg`), read(`plates/${id}.jpg`));
  const seen = [];
  session.fit(({ fraction }) => seen.push(fraction));
  const wasm = session.measure();

  assert.equal(wasm.length, native.length);
  for (const [i, expected] of native.entries())
    for (const field of ['value_mm', 'sigma_mm', 'left_mm', 'right_mm']) {
      const [a, b] = [expected[field], wasm[i][field]];
      const same = a === null ? b === null : Math.abs(a - b) <= 0.1;
      assert.ok(same, `${expected.id} ${field}: native ${a}, wasm ${b}`);
    }
  assert.ok(seen.length > 0 && seen.every((f) => f >= 0 && f <= 1), 'the fit reports its progress');
});

const captures = join(process.env.PURLFORM_SHARED ?? join(root, '../shared'), 'captures/home_1');
const network = join(root, 'node_modules/@mediapipe/pose/pose_landmark_full.tflite');
const absent = [captures, network].find((path) => !existsSync(path));

test('two photos of a phone, without plates, give the same measurements through the pose network', { skip: absent && `${absent} is absent` }, async () => {
  const file = join(scratch, 'home.json');
  purlform('measure', captures, '--no-masks', '--network', network, '--out', file);
  const native = JSON.parse(readFileSync(file, 'utf8')).measurements;
  const read = (path) => readFileSync(join(captures, path));
  const rig = read('rig.json').toString();
  const views = JSON.parse(rig).cameras.map(({ id }) => ({ camera: id, frame: read(`frames/${id}.jpg`) }));
  const chain = await Purlform.open({ network });
  try {
    const measured = await chain.measure({ rig, subject: read('subject.json').toString(), views });
    for (const [i, expected] of native.entries()) {
      const { id, value_mm, sigma_mm } = measured.file.measurements[i];
      assert.equal(id, expected.id);
      assert.ok(Math.abs(value_mm - expected.value_mm) <= 0.1, `${id}: native ${expected.value_mm}, wasm ${value_mm}`);
      assert.ok(Math.abs(sigma_mm - expected.sigma_mm) <= 0.1, `${id}: native +-${expected.sigma_mm}, wasm +-${sigma_mm}`);
    }
  } finally {
    chain.close();
  }
});

for (const machine of ['kniterate', 'vbed-e7'])
  test(`the same measurement file gives the same files, byte for byte (${machine})`, () => {
    const [measured, designed, out] = ['tape.json', 'design.json', machine].map((name) => join(scratch, name));
    writeFileSync(measured, JSON.stringify(tape));
    writeFileSync(designed, JSON.stringify(design));
    purlform('knit', '--measurements', measured, '--design', designed, '--machine', machine, '--out', out);
    const names = readdirSync(out).sort();

    session.draft(JSON.stringify(design), JSON.stringify(tape));
    const { files } = session.knit(machine);
    assert.deepEqual(files.map(({ name }) => name).sort(), names);
    for (const { name, bytes } of files) assert.ok(readFileSync(join(out, name)).equals(bytes), `${name} differs`);
  });

test('a re-check finds the same figures, and a board is drawn the same', () => {
  const { cameras } = JSON.parse(purlform('recheck', join(sample, 'rig.json'), '--plates', join(sample, 'plates'), join(sample, 'frames')));
  const recheck = new Recheck(readFileSync(join(sample, 'rig.json')).toString());
  const read = (folder, id) => readFileSync(join(sample, folder, `${id}.jpg`));
  for (const expected of cameras) {
    const { warning, words, ...found } = recheck.plates(expected.camera, read('plates', expected.camera), read('frames', expected.camera));
    assert.equal(warning, null, words);
    assert.deepEqual(found, expected);
  }
  recheck.free();

  const out = join(scratch, 'board.svg');
  purlform('board', '--out', out);
  const board = readFileSync(join(scratch, 'board.json')).toString();
  assert.deepEqual(drawBoard(board), [readFileSync(out, 'utf8')]);

  const calibration = new Calibration(board);
  const seen = calibration.photo('front', 'floor', read('plates', 'front'));
  assert.equal(seen.corners_px.length, 0);
  assert.throws(() => calibration.calibrate(), ({ stage, code }) => stage === 'calibrate' && code === 'no_board');
  calibration.free();
});

test('the same order gives the same package, byte for byte', () => {
  const [measured, designed, zip] = ['tape.json', 'design.json', 'A17.zip'].map((name) => join(scratch, name));
  writeFileSync(measured, JSON.stringify(tape));
  writeFileSync(designed, JSON.stringify(design));
  const words = ['--measurements', measured, '--design', designed, '--machine', 'vbed-e7', '--out', join(scratch, 'A17')];
  purlform('knit', ...words, '--order', 'A17', '--zip', zip);
  const order = session.order('A17', JSON.stringify(tape), JSON.stringify(design), 'vbed-e7');
  assert.ok(readFileSync(zip).equals(order.package.bytes));
});

test('errors are objects that name stage, code, message and hint', () => {
  const thrown = (work) => {
    try {
      work();
    } catch (error) {
      return error;
    }
    return assert.fail('it did not fail');
  };
  const other = new Session(readFileSync(join(root, 'assets/body.purl')));
  for (const error of [
    thrown(() => other.rig('{"version":1}')),
    thrown(() => other.view('front', new Uint8Array([1, 2, 3]))),
    thrown(() => other.fit(() => {})),
    thrown(() => other.measure()),
    thrown(() => other.knit('kniterate')),
    thrown(() => session.draft('{"garment":"hat"}')),
    thrown(() => new Session(new Uint8Array([0, 1, 2]))),
  ])
    for (const field of ['stage', 'code', 'message', 'hint']) assert.equal(typeof error[field], 'string', `${field} of ${error.message}`);
});
