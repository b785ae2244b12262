// The schemas that the package ships, judged by a validator that is not ours: what they allow is read, what they forbid is refused.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { Session, definitions, designs, initSync, machines, verify } from '../pkg/purlform.js';

const at = (path) => new URL(`../pkg/${path}`, import.meta.url);
initSync({ module: readFileSync(at('purlform_bg.wasm')) });
const session = new Session(readFileSync(at('assets/body.purl')));
const KINDS = ['measurements', 'design', 'machine', 'order'];
const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
const shipped = Object.fromEntries(KINDS.map((kind) => [kind, JSON.parse(readFileSync(at(`schemas/${kind}.json`), 'utf8'))]));
const valid = Object.fromEntries(KINDS.map((kind) => [kind, ajv.compile(shipped[kind])]));

const tape = { stature: 1652, bust_girth: 903.5 };
const gauge = { wales_per_100mm: 24, courses_per_100mm: 32 };
const scarf = { version: 1, garment: 'scarf', gauge, parameters: { length: 600 } };

/** The same numbers in every run (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The error of bad input that the reader gives, or null: a thing that is read but cannot be made is read. */
function refused(work) {
  try {
    work();
    return null;
  } catch (error) {
    return error.fault === 'input' ? error : null;
  }
}
const reads = {
  measurements: (value) => refused(() => session.draft(JSON.stringify(scarf), JSON.stringify(value))),
  design: (value) => refused(() => session.draft(JSON.stringify(value), JSON.stringify(tape))),
  machine: (value) => refused(() => session.order('x', JSON.stringify(tape), JSON.stringify(scarf), JSON.stringify(value))),
};

function both(kind, value) {
  assert.ok(valid[kind](value), `${kind} ${JSON.stringify(value)}: ${ajv.errorsText(valid[kind].errors)}`);
  const error = reads[kind](value);
  assert.equal(error, null, `${kind} ${JSON.stringify(value)}: ${error?.message}`);
}
function neither(kind, value, field) {
  assert.equal(valid[kind](value), false, `${kind} ${JSON.stringify(value)} is allowed`);
  const error = reads[kind](value);
  assert.ok(error, `${kind} ${JSON.stringify(value)} is read`);
  assert.ok(error.message.includes(field), `${error.message} does not name ${field}`);
  assert.ok(error.hint, `${error.message}: no hint`);
}

test('the shipped schemas are those of the command, and name their version', () => {
  for (const kind of KINDS) {
    const printed = execFileSync(process.env.PURLFORM, ['schema', kind], { encoding: 'utf8' });
    assert.equal(readFileSync(at(`schemas/${kind}.json`), 'utf8'), printed, kind);
    assert.equal(shipped[kind].$id, `urn:purlform:schema:${kind}:1`);
  }
});

test('designs', () => {
  const next = random(5);
  const plain = ({ kind }) => ['choice', 'number', 'count'].includes(kind);
  for (const { name, parameters: all } of designs()) {
    const parameters = all.filter(plain);
    const has = (parameter) => all.some((p) => p.name === parameter);
    const of = (parameter, value) => ({ garment: name, gauge, parameters: { [parameter]: value } });
    for (const [parameter, good, bad] of [
      ['yarns', [['#123456'], [{ name: 'sand', colour: '#fed', nm: 14, grams: 500 }, '#000']], [[], 'red', [{ color: '#fff' }], [3]]],
      ['motif', ['AB', { text: 'AB', width_mm: 80 }, { rows: ['01', '10'], repeat: true }], [7, { text: 'AB', width: 80 }, { text: 'AB', width_mm: 'wide' }]],
      ['lace_chart', [['...', '.o.']], [3, [4]]],
    ].filter(([parameter]) => has(parameter))) {
      for (const value of good) both('design', of(parameter, value));
      for (const value of bad) neither('design', of(parameter, value), parameter);
    }
    for (let i = 0; i < 6; i++) {
      const chosen = parameters.filter(() => next() < 0.4).map((p) => {
        const number = p.min + next() * (p.max - p.min);
        return [p.name, p.kind === 'choice' ? p.choices[Math.floor(next() * p.choices.length)] : p.kind === 'count' ? Math.round(number) : number];
      });
      both('design', { garment: name, gauge, parameters: Object.fromEntries(chosen) });
    }
    for (const p of parameters) {
      const wrong = p.kind === 'choice' ? ['no such word', 3] : [p.max + 1, p.min - 1, 'wide', ...(p.kind === 'count' ? [p.min + 0.5] : [])];
      for (const value of wrong) neither('design', { garment: name, gauge, parameters: { [p.name]: value } }, p.name);
    }
    neither('design', { garment: name, gauge, parameters: { colour: 'red' } }, 'colour');
  }
  neither('design', { garment: 'hat', gauge }, 'garment');
  neither('design', { garment: 'scarf' }, 'gauge');
  neither('design', { ...scarf, version: 2 }, 'version');
  neither('design', { ...scarf, gauge: { ...gauge, wales_per_100mm: 1 } }, 'wales_per_100mm');
});

test('measurements', () => {
  const next = random(6);
  const within = ({ least_mm, largest_mm }) => least_mm + next() * (largest_mm - least_mm);
  const all = definitions();
  for (const file of [{ size: '170/88A', sex: 'male' }, { ...tape, size: 'M', sex: 'female' }, { ...tape, foot_length: 250 }]) both('measurements', file);
  both('measurements', { version: 1, size: '160/84A', sex: 'female', measurements: [{ id: 'foot_girth', value_mm: 230 }] });
  neither('measurements', { ...tape, size: [1] }, 'size');
  for (let i = 0; i < 20; i++) {
    const some = all.filter(({ id }) => id in tape || next() < 0.3);
    both('measurements', Object.fromEntries([...some.map((d) => [d.id, within(d)]), ['sex', [null, 'female', 'male'][i % 3]]]));
    const list = some.map((d) => ({ id: d.id, iso: null, value_mm: within(d), sigma_mm: i % 2 ? 4 : null, left_mm: null }));
    both('measurements', { version: 1, measurements: list, fit: {}, warnings: [] });
  }
  for (const { id, least_mm, largest_mm } of all) {
    for (const value of [least_mm / 10, largest_mm * 10, 'long', null]) {
      if (value !== null) neither('measurements', { ...tape, [id]: value }, id);
      neither('measurements', { version: 1, measurements: [{ id, value_mm: value }] }, id);
    }
    neither('measurements', { version: 1, measurements: [{ id, value_mm: least_mm, sigma_mm: -1 }] }, 'sigma_mm');
  }
  neither('measurements', { ...tape, shoe_size: 40 }, 'shoe_size');
  neither('measurements', { ...tape, sex: 'x' }, 'sex');
  neither('measurements', { measurements: [] }, 'version');
  neither('measurements', { ...tape, version: 2 }, 'version');
  neither('measurements', { version: 1, measurements: [{ value_mm: 1 }] }, 'id');
});

test('machines', () => {
  for (const name of machines()) {
    const { machine } = session.order('x', JSON.stringify(tape), JSON.stringify(scarf), name).manifest;
    both('machine', machine);
    for (const [field, value] of Object.entries(machine)) {
      if (typeof value === 'number') for (const wrong of [-1, 1e6, 'many']) neither('machine', { ...machine, [field]: wrong }, field);
      if (typeof value === 'boolean') neither('machine', { ...machine, [field]: 'yes' }, field);
    }
    neither('machine', { ...machine, wheels: 4 }, 'wheels');
    neither('machine', { ...machine, name: undefined }, 'name');
    neither('machine', { ...machine, carriers: ['1'] }, 'carriers');
    neither('machine', { ...machine, racking_fractions: [0.1] }, 'racking_fractions');
  }
});

test('orders, as a shop sends them and as a package holds them', () => {
  const sent = { order: 'A17', measurements: tape, design: scarf, machine: 'vbed-e7', price: { total: 80 } };
  const made = session.order('A17', JSON.stringify(tape), JSON.stringify(scarf), 'vbed-e7').manifest;
  for (const value of [sent, made]) assert.ok(valid.order(value), ajv.errorsText(valid.order.errors));
  for (const [change, path] of [
    [{ order: '../x' }, '/order'],
    [{ machine: 'loom' }, '/machine'],
    [{ design: { ...scarf, gauge: {} } }, '/design/gauge'],
    [{ measurements: { stature: 165 } }, '/measurements/stature'],
    [{ checksums: { ...made.checksums, program: 'x' } }, '/checksums/program'],
  ]) {
    assert.equal(valid.order({ ...made, ...change }), false);
    assert.ok(valid.order.errors.some(({ instancePath }) => instancePath.startsWith(path)), path);
  }
});

/** Every record that a schema describes: its fields, which of them are required, and the steps that lead to it. */
function records(schema, steps = []) {
  if (schema === null || typeof schema !== 'object') return [];
  const here = schema.properties && !Array.isArray(schema.properties) ? [{ steps, fields: Object.keys(schema.properties), required: schema.required ?? [] }] : [];
  const below = Object.entries(schema).flatMap(([key, part]) => {
    if (key === 'if' || key === '$defs') return [];
    if (key === 'properties') return Object.entries(part).flatMap(([name, field]) => records(field, [...steps, { field: name }]));
    if (key === 'items') return records(part, [...steps, { field: 0 }]);
    if (Array.isArray(part)) return part.flatMap((way, i) => records(way, [...steps, { key, i }]));
    return records(part, [...steps, { key }]);
  });
  return [...here, ...below];
}

const copy = (value) => JSON.parse(JSON.stringify(value));
/** The record of an example at which those steps end. */
const record = (example, steps) => steps.reduce((value, { field }) => (field === undefined ? value : value?.[field]), example);

/** An example that has the record at which those steps end. */
function example(kind, steps, made) {
  if (kind === 'machine') return session.order('x', JSON.stringify(tape), JSON.stringify(scarf), steps[0]?.field ?? 'kniterate').manifest.machine;
  if (kind === 'order') return made;
  const which = steps.find(({ key }) => key === 'allOf')?.i ?? 0;
  if (kind === 'design') {
    const { name, parameters } = designs()[which];
    const records = { yarns: [{ colour: '#fed' }], motif: { text: 'AB' } };
    return { garment: name, gauge, parameters: Object.fromEntries(parameters.filter((p) => p.name in records).map((p) => [p.name, records[p.name]])) };
  }
  const { id, least_mm } = [...definitions(), { id: 'foot_length', least_mm: 150 }, { id: 'foot_girth', least_mm: 150 }][which];
  const rest = Object.entries(tape).filter(([given]) => given !== id);
  const list = [{ id, value_mm: id in tape ? tape[id] : least_mm }, ...rest.map(([id, value_mm]) => ({ id, value_mm }))];
  return steps[0]?.key === 'then' ? { version: 1, measurements: list } : { ...tape };
}

test('a field that is not required may be null, which is as if it were left out; a required one may not', () => {
  const made = session.order('A17', JSON.stringify(tape), JSON.stringify(scarf), 'vbed-e7', JSON.stringify({ material: 'wool', price: 80 })).manifest;
  const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));
  const whole = (value) => {
    try {
      return verify(bytes(value)).whole;
    } catch {
      return false;
    }
  };
  const read = { ...reads, order: (value) => !whole(value) };
  let seen = 0;
  for (const kind of KINDS) {
    for (const { steps, fields, required } of records(shipped[kind])) {
      const signature = steps[0]?.field === 'signature' ? { algorithm: 'Ed25519', key: '0'.repeat(64), value: '0'.repeat(128) } : null;
      const given = example(kind, steps, { ...made, signature });
      for (const name of fields) {
        const without = copy(given);
        const at = record(without, steps);
        const where = `${kind} ${steps.map(({ field, key, i }) => field ?? `${key}${i ?? ''}`).join('/')} ${name}`;
        assert.ok(at && typeof at === 'object', `${where}: no example`);
        delete at[name];
        const empty = copy(without);
        record(empty, steps)[name] = null;
        // What a condition says of an entry's value, the entry requires.
        const needed = required.includes(name) || name === 'value_mm';
        const flat = kind === 'measurements' && name === 'measurements';
        if (!flat) assert.equal(valid[kind](empty), !needed, `${where}: null by the schema`);
        assert.equal(valid[kind](without), valid[kind](empty), `${where}: null and left out by the schema`);
        assert.equal(Boolean(read[kind](empty)), Boolean(read[kind](without)), `${where}: null and left out by the reader`);
        if (needed && !flat) assert.ok(read[kind](empty), `${where}: null is read`);
        seen++;
      }
      assert.equal(valid[kind]({ ...given, nobodys: null }), kind === 'measurements' && 'measurements' in given, `${kind}: a name that nobody knows`);
    }
  }
  assert.ok(seen > 400, `${seen} fields`);
});

test('what an order may leave out it may have as null, read from a line of many orders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'purlform-'));
  const sent = { measurements: tape, design: scarf, machine: 'vbed-e7' };
  const { properties, required } = shipped.order;
  const orders = Object.keys(properties).filter((name) => !required.includes(name)).map((name) => ({ order: `no-${name}`, ...sent, [name]: null }));
  writeFileSync(join(folder, 'orders.ndjson'), orders.map((order) => JSON.stringify(order)).join('\n'));
  execFileSync(process.env.PURLFORM, ['batch', join(folder, 'orders.ndjson'), '--out', folder, '--zip', '--strict'], { stdio: 'pipe' });
  rmSync(folder, { recursive: true });
});
