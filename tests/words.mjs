// Every word that pages and elements say is there in both languages, is used, and says the same things.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { grouped } from '../pkg/elements/groups.js';
import { CODES, doubtText, errorDetail, errorText, names, noteText, readable, reasonText, text, warningText } from '../pkg/elements/words/index.js';
import { Purlform } from '../pkg/node.js';

const root = new URL('..', import.meta.url).pathname;
const read = (path) => readFileSync(join(root, path), 'utf8');
const HAN = /\p{Script=Han}/u;

/** All files below a folder whose names end so. */
function files(folder, ...ends) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => name !== 'vendor');
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? files(path, ...ends) : ends.some((end) => path.endsWith(end)) ? [path] : [];
  });
}

/** The table of texts that a file holds, and how many of its lines begin one: a key that stood twice would be lost. */
function table(path) {
  const source = read(path);
  const [, body] = /^(?:addTexts\(|export const \w+ = )(\{[\s\S]*^\})/m.exec(source);
  const texts = new Function(`return ${body}`)();
  assert.equal(body.match(/^  \w+: \[/gm).length, Object.keys(texts).length, `${path}: a key stands twice`);
  return texts;
}

const [own, shared, booth] = ['pkg/elements/words/elements.js', 'www/words/pages.js', 'www/words/kiosk.js'].map(table);
const sources = (folder, ...ends) => files(folder, ...ends).filter((path) => !/\/words\/(?:elements|pages|kiosk|codes|sentences|captured|causes)\.js$/.test(path));
const elements = { texts: own, sources: sources('pkg/elements', '.js') };
const pages = { texts: { ...shared, ...booth }, sources: sources('www', '.js', '.html') };
const places = (words) => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

for (const [where, { texts }] of Object.entries({ elements, pages }))
  test(`each text of the ${where} is there in English and Chinese, with the same values in it`, () => {
    for (const [key, entry] of Object.entries(texts)) {
      assert.equal(entry.length, 2, key);
      const [en, zh] = entry;
      assert.ok(en && zh && !HAN.test(en), key);
      assert.deepEqual(places(zh), places(en), key);
      // What has no words, such as "{n} …", is the same in all languages.
      const worded = /[a-z]{3}/i.test(en.replace(/\{\w+\}/g, ''));
      assert.ok(HAN.test(zh) || !worded, `${key} has no Chinese: ${zh}`);
    }
  });

for (const [where, { texts, sources }] of Object.entries({ elements, pages }))
  test(`the ${where} use no text that is not there, and have none that they do not use`, () => {
    const source = sources.map(read).join('\n');
    const said = new Set([...source.matchAll(/(?<![\w.])(?:this\.|#host\.)?t\('(\w+)'|data-(?:text|label)="(\w+)"/g)].map(([, a, b]) => a ?? b));
    const missing = [...said].filter((key) => !(key in texts) && !(where === 'pages' && key in elements.texts));
    assert.deepEqual(missing, []);
    const begun = [...source.matchAll(/`(\w+_)\$\{/g)].map(([, stem]) => stem);
    const ended = [...source.matchAll(/`\$\{\w+\}(_\w+)`/g)].map(([, end]) => end);
    const built = (key) => begun.some((stem) => key.startsWith(stem)) || ended.some((end) => key.endsWith(end) && key.slice(0, -end.length) in texts);
    const words = new Set(source.match(/\w+/g));
    const idle = Object.keys(texts).filter((key) => !words.has(key) && !built(key));
    assert.deepEqual(idle, []);
  });

test('there is one way to a text', () => {
  const keys = [own, shared, booth].flatMap(Object.keys);
  assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), [], 'texts that a later table hides');
  const doors = [...files('pkg/elements', '.js'), ...files('www', '.js')].flatMap((path) =>
    [...read(path).matchAll(/from '([^']*\bwords\/[^']*)'/g)].map(([, from]) => `${path}: ${from}`));
  assert.ok(doors.length > 30, 'few ask for words');
  assert.deepEqual(doors.filter((door) => !door.endsWith('words/index.js')), []);
});

test('garments, parameters, choices, measurements and panels have Chinese names', async () => {
  const purlform = await Purlform.open();
  try {
    const [garments, definitions] = [await purlform.designs(), await purlform.definitions()];
    for (const definition of definitions) assert.match(names.measurement(definition, 'zh'), HAN, definition.id);
    const walk = (parameters, path) => {
      for (const p of parameters) {
        const at = `${path}.${p.name}`;
        assert.match(p.name_zh, HAN, at);
        assert.match(p.about_zh, HAN, at);
        for (const [i, word] of (p.choices ?? []).entries()) assert.match(`${word} ${p.choices_zh?.[i]}`, HAN, `${at}: ${word}`);
        walk(p.fields ?? [], at);
      }
    };
    const tape = { stature: 1690, bust_girth: 930, sex: 'female' };
    for (const garment of garments) {
      assert.match(garment.name_zh, HAN, garment.name);
      assert.match(garment.about_zh, HAN, garment.name);
      walk(garment.parameters, garment.name);
      for (const [group] of grouped(garment.parameters)) assert.match(text(group, 'zh'), HAN, group);
      const { panels } = await purlform.draft({ garment: garment.name, gauge: { wales_per_100mm: 45, courses_per_100mm: 62 } }, tape);
      for (const { name } of panels) assert.match(names.panel(name, 'zh'), HAN, `${garment.name}: ${name}`);
    }
  } finally {
    purlform.close();
  }
});

test('of a browser’s own errors the kind is Chinese, and where in a text they are', () => {
  const torn = new SyntaxError('Expected double-quoted property name in JSON at position 13 (line 1 column 14)');
  assert.equal(reasonText(torn, 'zh'), '不是有效的 JSON（第 1 行第 14 列）');
  assert.equal(reasonText(torn, 'en'), torn.message);
  assert.equal(reasonText(Object.assign(new Error('x'), { name: 'NotAllowedError' }), 'zh'), '未获许可');
});

test('halves of panels have names of their own', () => {
  assert.equal(names.panel('neck_band_2', 'en'), 'Neck band, second half');
  assert.equal(names.panel('sleeve_left_1', 'zh'), '左袖（一）');
  assert.equal(names.panel('front_left', 'zh'), '左前片');
  assert.equal(names.panel('gore_1', 'en'), 'Gore 1');
});

test('whatever code the module tells has Chinese words', () => {
  const rust = files('src', '.rs').map((path) => [path, read(path)]);
  const all = (pattern, inside = () => true) => new Set(rust.filter(([path]) => inside(path)).flatMap(([, source]) => [...source.matchAll(pattern)].map(([, code]) => code)));
  const codes = rust.flatMap(([, source]) => {
    const [, body = ''] = /fn code\(&self\)[^{]*\{([\s\S]*?)\n    \}/.exec(source) ?? [];
    return [...body.matchAll(/=> "(\w+)"/g)].map(([, code]) => code);
  });
  assert.ok(codes.length > 30, 'the errors of the rooms');
  assert.deepEqual(codes.filter((code) => !CODES.errors.includes(code)), []);
  const notes = new Set([...all(/\bcode: "(\w+)"\.into\(\)/g, (path) => /garment|knit|order/.test(path)), ...all(/\.(?:note|change)\(\s*(?:Key::\w+,[^"]*?)?"(\w+)"/g), ...all(/"(\w+_(?:widened|narrowed))"/g)]);
  assert.ok(notes.size > 10, [...notes].join());
  assert.deepEqual([...notes].filter((code) => !CODES.notes.includes(code)), []);
  const doubts = all(/\("(\w+)", [^)]*(?:limits_px|FOCAL|CENTRE_MM|FEW_PHOTOS|COVERED|SHARED)/g, (path) => path.endsWith('calibrate/report.rs'));
  assert.deepEqual([...doubts].sort(), [...CODES.doubts].sort());
  for (const code of CODES.doubts) for (const language of ['en', 'zh']) assert.match(doubtText({ code, value: 1.234, limit: 2 }, language), /1\.23.*2/);
  for (const code of CODES.errors) assert.match(errorText({ code, message: 'x' }, 'zh'), HAN);
  assert.match(errorText({ code: 'frame_size', message: 'x' }, 'zh'), HAN);
  for (const code of CODES.notes) assert.match(noteText({ code, text: 'x' }, 'zh'), HAN);
  for (const code of CODES.warnings) assert.match(warningText({ code }, 'zh'), HAN);
});

/** What stands in Latin letters in Chinese, too: units, formats, machines, codes of the trade. */
const LATIN = /\b(?:mm|cm|in|px|MB|PNG|JPEG|base64|JSON|GB|ASTM|XXL|g\/km|m\/g|kniterate|swg|vbed-e\d+(?:-\ds)?|1x1|2x2|V|k|o)\b|#[0-9a-f]+/gi;
/** What a customer wrote stands in quotes, as it was written. */
const QUOTED = /"[^"]*("|\.\.\.)|“(nobodys|necklin|color|huge|statur)”/g;
const english = (words) => words.replace(QUOTED, '').replace(LATIN, '').match(/[A-Za-z]{2,}/g);

test('what the module refuses and notes of a design is said in Chinese to the last word', async () => {
  const purlform = await Purlform.open();
  const [said, untold] = [new Map(), new Set()];
  const hear = (where, sentences) => {
    for (const sentence of sentences) if (!said.has(sentence)) said.set(sentence, where);
  };
  const bodies = [{ stature: 1690, bust_girth: 930, sex: 'female' }, { stature: 1640, bust_girth: 1450, waist_girth: 1350, hip_girth: 1500, sex: 'female' }, { stature: 1880, bust_girth: 860, sex: 'male' }];
  let errors = 0;
  const attempt = async (design, body, machine, knits) => {
    const where = JSON.stringify([design, body.bust_girth, machine]);
    try {
      const { notes } = await purlform.draft(design, body, { machine });
      hear(where, notes.map((note) => noteText(note, 'zh')));
      if (knits) hear(where, (await purlform.knit(machine)).summary.warnings.map((note) => noteText(note, 'zh')));
    } catch (error) {
      errors++;
      const [message, hint] = [error.message, error.hint];
      const detail = errorDetail(error, 'zh');
      if (detail.length < [message, hint].filter(Boolean).length) untold.add(`${message} | ${hint}`);
      hear(where, [errorText(error, 'zh'), ...detail.map((words) => readable(words, 'cm'))]);
    }
  };
  try {
    const garments = await purlform.designs();
    names.learn(garments);
    const gauge = { wales_per_100mm: 34, courses_per_100mm: 46 };
    for (const { name: garment, parameters } of garments) {
      const design = (more, other = gauge) => ({ garment, gauge: other, parameters: more });
      for (const body of bodies) await attempt(design({}), body, 'vbed-e7', true);
      await attempt(design({}), bodies[1], 'kniterate', true);
      await attempt(design({}, { wales_per_100mm: 90, courses_per_100mm: 120 }), bodies[1], 'vbed-e14', true);
      for (const p of parameters) {
        const values = p.kind === 'choice' ? [...p.choices, 'no'] : 'min' in p ? [p.min, p.max, p.max + 1] : [7];
        for (const value of values) await attempt(design({ [p.name]: value }), bodies[values.indexOf(value) % bodies.length], 'kniterate', p.kind === 'choice' && /structure|rib/.test(p.name));
      }
      await attempt(design({ nobodys: 1 }), bodies[0], 'kniterate');
      await attempt(design({ necklin: 'v' }), bodies[0], 'kniterate');
      const has = (name) => parameters.some((p) => p.name === name);
      if (has('yarns')) for (const yarns of [[], [{ color: 'x' }], [{ colour: 'red' }], [{ nm: 1, tex: 1 }], [{ name: 'x'.repeat(99) }]]) await attempt(design({ yarns }), bodies[0], 'kniterate');
      if (has('motif')) for (const motif of [{ text: 'A', rows: ['0'] }, { image: '!' }, { rows: ['01', '0'] }, { rows: ['x'] }, { width_mm: 1 }, { text: 'A', x_mm: 900 }, 'é']) await attempt(design({ motif }), bodies[0], 'kniterate');
      if (has('lace_chart')) for (const lace_chart of [['.'], ['...', '..'], ['.x.'], ['.oo'], ['.o.', '.o.']]) await attempt(design({ structure: 'lace', lace_chart }), bodies[0], 'kniterate');
      if (has('structure')) for (const machine of ['swg', 'kniterate']) for (const structure of ['cable_3x3', 'birdseye_jacquard', 'float_jacquard']) await attempt(design({ structure, yarns: ['#000', '#fff', '#f00', '#0f0'] }), bodies[0], machine, true);
    }
    await attempt({ garment: 'hat', gauge }, bodies[0], 'kniterate');
    await attempt({ garment: 'scarf', gauge: {} }, bodies[0], 'kniterate');
    await attempt({ garment: 'scarf', gauge: { ...gauge, wales_per_100mm: 1 } }, bodies[0], 'kniterate');
    for (const tape of [{ stature: 165, bust_girth: 900 }, { statur: 1650 }, { stature: 1650, bust_girth: 'x' }, { sex: 'x' }, { size: 'huge' }, { waist_girth: 800 }]) await attempt({ garment: 'pullover', gauge }, tape, 'kniterate');
  } finally {
    purlform.close();
  }
  assert.ok(errors > 100 && said.size > 100, `${errors} errors, ${said.size} sentences`);
  assert.deepEqual([...untold], []);
  const left = [...said].filter(([sentence]) => english(sentence)).map(([sentence, where]) => `${sentence} ← ${where}`);
  assert.deepEqual(left, []);
});

/** Names of files, of their fields and of what stands in them are the same in Chinese. */
const FILED = /`[^`]*`|“[\w#.[\]-]+”|\b(?:(?:rig|subject)\.json|frames|plates|masks|sex|stature_mm|mass_kg|square_mm|RGBA|ImageData\.data|HEIC|AVIF|WebP|GIF|BMP|TIFF|RAW|DICT_\w+|null|true|false)\b/g;
const filed = (words) => english(words.replace(FILED, ''));

/** What a room's errors say, as its source has it: hints, and sentences with an example in each place. */
function saidIn(path, examples) {
  const source = read(path);
  const part = (name) => new RegExp(`fn ${name}\\(&self[^{]*\\{([\\s\\S]*?)\\n    \\}`).exec(source)?.[1] ?? '';
  const texts = (body, pattern) => [...body.matchAll(pattern)].map(([, text]) => JSON.parse(`"${text}"`));
  const hints = texts(part('hint'), /"((?:[^"\\]|\\.)*)"/g).filter((text) => text.includes(' '));
  const display = source.slice(source.indexOf('impl fmt::Display')).split('\n}')[0];
  const sentences = texts(display, /write!\(\s*f,\s*"((?:[^"\\]|\\.)*)"/g);
  assert.ok(hints.length && sentences.length, path);
  return { hints, sentences: sentences.map((text) => text.replace(/\{(\w*)(?::\?)?\}/g, (_, name) => examples[name] ?? assert.fail(`${path}: {${name}}`))) };
}

test('what cameras, pictures, boards and calibrations are refused for is said in Chinese to the last word', async () => {
  const [said, untold] = [new Map(), []];
  const hear = (error, where) => {
    const words = [errorText(error, 'zh'), ...errorDetail(error, 'zh')];
    if (words.length < 1 + [error.message, error.hint].filter(Boolean).length) untold.push(`${error.message} | ${error.hint} ← ${where}`);
    for (const sentence of words) said.set(sentence, where);
  };
  // Each sentence that the rooms have, with an example in its places.
  const numbers = { w: 4, h: 3, x: 8, y: 6, found: 2, expected: 9, index: 7, cameras: 4, photos: 5, needed: 3, code: 12 };
  const examples = { ...numbers, picture: 'frame', camera: 'front', what: 'WebP', why: 'bad Huffman code', field: 'file', problem: 'is no object', wanted: '"floor"', shot: '"floor"', '': 'left' };
  for (const room of ['camera', 'capture', 'calibrate', 'silhouette', 'fit', 'network']) {
    const { hints, sentences } = saidIn(`src/${room}/error.rs`, examples);
    for (const hint of hints) hear({ stage: room, code: 'file', message: '', hint }, room);
    // What a room writes first names the camera, and the fault follows.
    const start = sentences.filter((text) => text.endsWith(': '));
    for (const text of sentences.filter((text) => !start.includes(text) && text !== 'camera front: is no object')) hear({ stage: room, code: 'file', message: (/^(it|the person|there is (neither|more)|no person|the plate) /.test(text) ? start[0] : '') + text }, room);
  }
  for (const problem of ['no lens explains its photos', /"(its photos do not tell[^"]*)"/.exec(read('src/calibrate/lens.rs'))[1]]) hear({ stage: 'calibrate', code: 'lens_undetermined', message: `camera left: ${problem}` }, 'lens');
  assert.equal(errorDetail({ stage: 'capture', code: 'frame_missing', message: 'frame of camera front: it is missing' }, 'zh')[0], '相机“front”的照片：缺失', 'a camera keeps its name');
  // What is wrong in a file, field by field.
  const purlform = await Purlform.open();
  // Where a text is no JSON, and why.
  const torn = ['{', '[', '"', '', '{"a"}', '[1 2]', '{"a":1 "b"}', '{a:1}', '{1:2}', '[1,]', '{"a":1,}', '"\\x"', '"\\u12"', '"\\ud800"', '"\t"', '[01]', '[1e999]', '[nul]', '[x]', '{} {}', '['.repeat(200)];
  const where = /^rig\.json 不是有效的 JSON（第 \d+ 行第 \d+ 列：[^）]*\p{Script=Han}[^）]*）$/u;
  for (const text of torn) assert.match(await purlform.rig(text).then(() => assert.fail(`taken: ${text}`), (error) => errorDetail(error, 'zh')[0]), where, text);
  assert.equal(errorDetail({ stage: 'capture', code: 'frame_unreadable', message: 'frame of camera front: it cannot be decoded (Format error decoding Jpeg: bad Huffman code)' }, 'zh')[0], '相机“front”的照片：无法解码（Jpeg 数据有误）');
  assert.equal(errorDetail({ stage: 'capture', code: 'frame_unreadable', message: 'frame of camera front: it cannot be decoded (nobody knows)' }, 'zh')[0], '相机“front”的照片：无法解码');
  names.learn(await purlform.designs());
  const refused = async (call, where) => hear(await call().then(() => assert.fail(`taken: ${where}`), (error) => error), where);
  const camera = { id: 'left', width: 800, height: 600, fx: 700, fy: 700, cx: 400, cy: 300, distortion: [0, 0, 0, 0, 0], rotation: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], translation_mm: [0, 0, 2000] };
  const rigs = [
    '{', 'x'.repeat(1 << 21), {}, { version: 2 }, { world: { up: 'z' } }, { world: { handedness: 'left' } }, { cameras: 3 }, { cameras: [] }, { cameras: [7] }, { cameras: [{}] }, { cameras: [camera, camera] },
    ...Object.keys(camera).map((field) => ({ cameras: [{ ...camera, [field]: undefined }] })),
    ...[['id', '../a'], ['width', 0.5], ['width', 99999], ['fx', 'x'], ['fx', -1], ['cx', 1e9], ['distortion', [1]], ['distortion', [1, 2, 3, 4, 'x']], ['rotation', null], ['translation_mm', null], ['rotation', [1]], ['rotation', [[1], [2], [3]]], ['rotation', [[1, 1, 0], [0, 1, 0], [0, 0, 1]]], ['rotation', [[-1, 0, 0], [0, 1, 0], [0, 0, 1]]]].map(([field, value]) => ({ cameras: [{ ...camera, [field]: value }] })),
    { cameras: [{ ...camera, width: 16000, height: 16000 }] },
  ];
  const subjects = ['{', '[]', ' '.repeat(1 << 17), { sex: 'x' }, { clothing: 'coat' }, { stature_mm: 'tall' }, ...[1.7, 5.6, 67, 170, 9000].map((stature_mm) => ({ stature_mm })), { mass_kg: 70000 }, { mass_kg: 1 }];
  const board = { kind: 'charuco', squares_x: 7, squares_y: 10, square_mm: 40, marker_mm: 30, dictionary: 'DICT_5X5_100' };
  const boards = [
    '{', '[]', ' '.repeat(1 << 17), ...Object.keys(board).map((field) => ({ ...board, kind: field === 'dictionary' ? 'charuco' : board.kind, [field]: undefined })).filter(({ kind }) => kind),
    ...[['kind', 'dots'], ['squares_x', 1], ['squares_x', 'x'], ['square_mm', 'x'], ['square_mm', 5000], ['marker_mm', 39999], ['marker_mm', -1], ['dictionary', 'DICT_X'], ['legacy', 3], ['squares_y', 90]].map(([field, value]) => ({ ...board, [field]: value })),
    {},
  ];
  const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
  try {
    for (const rig of rigs) await refused(() => purlform.rig(text(rig)), `rig ${text(rig).slice(0, 200)}`);
    for (const subject of subjects) await refused(() => purlform.rig(text({ cameras: [camera] }), text(subject)), `subject ${text(subject).slice(0, 200)}`);
    for (const value of boards) await refused(() => purlform.board(text(value)), `board ${text(value).slice(0, 200)}`);
    await purlform.rig(text({ cameras: [camera] }));
    await refused(() => purlform.measure({ rig: text({ cameras: [camera] }), views: [] }), 'no views');
    await refused(() => purlform.view('right', { frame: new Uint8Array(4) }), 'no such camera');
    await refused(() => purlform.view('left', { frame: 7 }), 'no picture');
    await refused(() => purlform.look(7), 'no pixels');
    await refused(() => purlform.draft({ garment: 'scarf', gauge: { wales_per_100mm: 34, courses_per_100mm: 46 } }), 'nobody');
    const bytes = (...numbers) => new Uint8Array(numbers);
    for (const frame of [bytes(), bytes(0x47, 0x49, 0x46, 1), bytes(1, 2, 3), bytes(0x49, 0x49, 42, 0), bytes(0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x61, 0x76), bytes(0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x68, 0x65), bytes(0xff, 0xd8, 0xff, 0xe0)]) await refused(() => purlform.view('left', { frame, mask: frame }), `frame ${frame}`);
  } finally {
    purlform.close();
  }
  assert.ok(said.size > 90, `${said.size} sentences`);
  assert.deepEqual(untold, []);
  assert.deepEqual([...said].filter(([sentence]) => filed(sentence)).map(([sentence, where]) => `${sentence} ← ${where}`), []);
});
