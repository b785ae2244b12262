// What the module gives is what pkg/index.d.ts declares: nothing lacks, nothing is there unsaid, all of the declared kind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import ts from 'typescript';
import { Purlform } from '../pkg/node.js';

const root = new URL('..', import.meta.url).pathname;
const declared = join(root, 'pkg/index.d.ts');
const program = ts.createProgram([declared], { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: [] });
const checker = program.getTypeChecker();
const types = new Map(checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(declared))).map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(symbol)]));

/** Faults of a value against a type, each with where it is. */
function faults(value, type, at) {
  if (type.isUnion()) {
    const each = type.types.map((one) => faults(value, one, at));
    return each.some((found) => !found.length) ? [] : each.reduce((a, b) => (b.length < a.length ? b : a));
  }
  const { flags } = type;
  const kind = (name, ok) => (ok ? [] : [`${at} is ${value === null ? 'null' : typeof value}, not ${name}`]);
  if (flags & ts.TypeFlags.Any || flags & ts.TypeFlags.Unknown) return [];
  if (flags & ts.TypeFlags.Null) return kind('null', value === null);
  if (flags & ts.TypeFlags.Undefined) return kind('undefined', value === undefined);
  if (type.isLiteral()) return value === type.value ? [] : [`${at} is ${value}, not ${type.value}`];
  if (flags & ts.TypeFlags.BooleanLiteral) return kind('boolean', String(value) === checker.typeToString(type));
  for (const [flag, name] of [[ts.TypeFlags.Number, 'number'], [ts.TypeFlags.String, 'string']]) if (flags & flag) return kind(name, typeof value === name);
  if (flags & ts.TypeFlags.NonPrimitive) return kind('object', typeof value === 'object' && value !== null);
  const name = type.symbol?.name ?? '';
  if (/^(Float32|Uint32|Uint8)Array$/.test(name)) return kind(name, value?.constructor.name === name);
  if (checker.isArrayType(type)) {
    if (!Array.isArray(value)) return kind('a list', false);
    const [of] = checker.getTypeArguments(type);
    return value.flatMap((part, i) => faults(part, of, `${at}[${i}]`)).slice(0, 5);
  }
  if (checker.isTupleType(type)) {
    const parts = checker.getTypeArguments(type);
    return Array.isArray(value) && value.length === parts.length ? parts.flatMap((part, i) => faults(value[i], part, `${at}[${i}]`)) : kind(`a list of ${parts.length}`, false);
  }
  if (value === null || typeof value !== 'object') return kind('object', false);
  const properties = checker.getPropertiesOfType(type);
  const others = type.getStringIndexType();
  const named = new Set(properties.map((property) => property.name));
  return [
    ...properties.flatMap((property) => {
      const path = `${at}.${property.name}`;
      if (!(property.name in value)) return property.flags & ts.SymbolFlags.Optional ? [] : [`${path} is missing`];
      return faults(value[property.name], checker.getTypeOfSymbol(property), path);
    }),
    ...Object.keys(value).filter((key) => !named.has(key)).flatMap((key) => (others ? faults(value[key], others, `${at}.${key}`) : [`${at}.${key} is not declared`])),
  ];
}

/** `type` is a name of index.d.ts. */
function is(type, value) {
  assert.ok(types.has(type), type);
  assert.deepEqual([...new Set(faults(value, types.get(type), type))].slice(0, 12), []);
}

let purlform;
before(async () => (purlform = await Purlform.open()));
after(() => purlform.close());

const gauge = { wales_per_100mm: 45, courses_per_100mm: 62 };
const tape = { stature: 1690, bust_girth: 930 };

test('the judge finds what lacks, what is too much and what is of another kind', () => {
  const finding = { severity: 'error', line: 3, rule: 'x', message: 'y' };
  const found = (change) => faults({ ...finding, ...change }, types.get('Finding'), 'it').length;
  assert.deepEqual([found({}), found({ more: 1 }), found({ line: '3' }), found({ severity: 'bad' })], [0, 1, 1, 1]);
  assert.equal(faults({ severity: 'error' }, types.get('Finding'), 'it').length, 3);
});

test('tables', async () => {
  for (const definition of await purlform.definitions()) is('Definition', definition);
  for (const garment of await purlform.designs()) is('Garment', garment);
});

test('a capture and its body', async () => {
  const read = (path) => readFileSync(join(root, 'samples/tiny', path));
  const rig = JSON.parse(read('rig.json'));
  const views = rig.cameras.map(({ id }) => ({ camera: id, frame: read(`frames/${id}.jpg`), plate: read(`plates/${id}.jpg`) }));
  const heard = [];
  const measured = await purlform.measure({ rig, subject: JSON.parse(read('subject.json')), views }, { onProgress: (p) => heard.push(p) });
  is('Measured', measured);
  for (const progress of heard) is('Progress', progress);
  const { mesh, measurements } = await purlform.body(tape);
  is('Mesh', mesh);
  for (const measurement of measurements) is('Measurement', measurement);
  const [{ id }] = rig.cameras;
  for (const reach of await purlform.reach(rig)) is('Reach', reach);
  is('Recheck', await purlform.recheck(rig, id, { old: read(`plates/${id}.jpg`), new: read(`frames/${id}.jpg`) }));
  await purlform.board({ kind: 'chessboard', squares_x: 8, squares_y: 6, square_mm: 60 });
  is('BoardPhoto', await purlform.boardPhoto(id, 'floor', read(`plates/${id}.jpg`)));
});

test('an order of each garment, and what is found in it', async () => {
  for (const { name } of await purlform.designs()) {
    is('Pattern', await purlform.draft({ garment: name, gauge }, tape));
    is('Programs', await purlform.knit('vbed-e7'));
  }
  is('Pattern', await purlform.draft({ garment: 'pullover', gauge, parameters: { motif: 'AB', bust_short_rows: 20 } }, tape));
  const key = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const order = await purlform.order({ order: 'A1', measurements: tape, design: { garment: 'vest', gauge, parameters: { motif: 'AB' } }, machine: 'vbed-e7', material: { yarn: 'a' }, price: { total: 9 }, key });
  is('Order', order);
  is('Verification', await purlform.verify(order.package.bytes.slice()));
  for (const finding of await purlform.check(';!knitout-2\nknit + f1 1\n', 'vbed-e7')) is('Finding', finding);
});
