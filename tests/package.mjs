// The npm package as its users get it: packed, installed from the tarball, and a whole order made with it in Node, in a plain
// page, through Vite and through webpack. CHROMIUM names the browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { build, createServer } from 'vite';
import webpack from 'webpack';
import { serve } from './serve.mjs';

const root = new URL('..', import.meta.url).pathname;
const PATIENCE = { timeout: 60_000 };
const NEEDED = ['index.js', 'index.d.ts', 'types/order.d.ts', 'node.js', 'client.js', 'engine.js', 'error.js', 'chain.js', 'worker.js', 'worker.node.js', 'purlform.js', 'purlform_bg.wasm', 'assets/body.purl', 'assets/typical.purl', 'schemas/order.json', 'elements/index.js', 'LICENSE-MIT', 'LICENSE-APACHE', 'README.md'];

/** What every shop runs, the same words everywhere. */
const SHOP = `
import { Purlform, PurlformError } from 'purlform';

export async function shop() {
  const purlform = await Purlform.open();
  const gauge = { wales_per_100mm: 24, courses_per_100mm: 32 };
  const request = { order: 'A17', measurements: { stature: 1680, bust_girth: 920 }, design: { garment: 'scarf', gauge }, machine: 'vbed-e7' };
  const stages = new Set();
  const order = await purlform.order(request, { onProgress: ({ stage }) => stages.add(stage) });
  const abort = new AbortController();
  const ended = await purlform.order({ ...request, design: { garment: 'pullover', gauge } }, { signal: abort.signal, onProgress: () => abort.abort() }).catch((error) => error);
  const wrong = await purlform.order({ ...request, machine: 'loom' }).catch((error) => error);
  purlform.close();
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', order.package.bytes));
  return { files: order.programs.length + order.papers.length, stages: [...stages], ended: ended.name, wrong: [wrong instanceof PurlformError, wrong.stage, wrong.code], sum: [...sum].join() };
}
`;
const PAGE = `
import { shop } from './shop.js';

shop().then(
  (result) => (document.body.dataset.result = JSON.stringify(result)),
  (error) => (document.body.dataset.result = JSON.stringify({ error: String(error) })),
);
`;

let scratch;
let tarball;
let browser;
let inNode;

before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'package-'));
  tarball = join(scratch, npm(scratch, 'pack', '--silent', join(root, 'pkg')).trim());
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true });
});

function npm(folder, ...words) {
  return execFileSync('npm', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** A shop's folder with the package installed. */
function installed(name, files) {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', tarball);
  for (const [file, text] of Object.entries({ 'shop.js': SHOP, 'main.js': PAGE, ...files })) writeFileSync(join(folder, file), text);
  return folder;
}

/** What the page at that address comes to. */
async function visited(url) {
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !/favicon/.test(message.location().url) && complaints.push(message.text()));
  await page.goto(url);
  const body = await page.waitForSelector('body[data-result]', { ...PATIENCE, state: 'attached' }).catch((error) => assert.fail(`${error.message}\n${complaints.join('\n')}`));
  const result = JSON.parse(await body.getAttribute('data-result'));
  await page.close();
  assert.deepEqual(complaints, []);
  return result;
}

function right(result) {
  assert.equal(result.error, undefined);
  assert.deepEqual(result, inNode, 'the same order as in Node, to the byte');
}

test('Node makes a whole order, and TypeScript knows the types without those of a browser', () => {
  const packed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n');
  for (const file of NEEDED) assert.ok(packed.includes(`package/${file}`), `${file} is not packed`);

  const use = "import { Purlform, type Order } from 'purlform';\nexport const made = async (): Promise<Order> => (await Purlform.open()).order({ order: 'x', measurements: '{}', design: '{}' });\n";
  const folder = installed('node', { 'use.ts': use, 'run.js': "import { shop } from './shop.js';\nconsole.log(JSON.stringify(await shop()));\n" });
  inNode = JSON.parse(execFileSync('node', ['run.js'], { cwd: folder, encoding: 'utf8', timeout: PATIENCE.timeout }));
  assert.deepEqual(inNode.stages, ['garment', 'knit', 'export']);
  assert.equal(inNode.ended, 'AbortError');
  assert.deepEqual(inNode.wrong, [true, 'knit', 'unknown_machine']);
  assert.ok(inNode.files > 8);

  cpSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'), { recursive: true });
  cpSync(join(root, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'), { recursive: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const words = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022', '--types', 'node', '--module', 'nodenext', 'use.ts'];
  execFileSync('node', [tsc, ...words], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
});

test('a plain page imports it from where it lies', async () => {
  const from = './node_modules/purlform/index.js';
  const folder = installed('plain', { 'index.html': '<!doctype html><body><script type="module" src="main.js"></script>', 'shop.js': SHOP.replace("'purlform'", `'${from}'`) });
  const { url, close } = await serve(folder);
  right(await visited(url));
  await close();
});

test('Vite serves and builds it', async () => {
  const folder = installed('vite', { 'index.html': '<!doctype html><body><script type="module" src="/main.js"></script>' });
  const quiet = { root: folder, configFile: false, logLevel: 'error' };
  const dev = await createServer({ ...quiet, server: { host: '127.0.0.1', port: 0 } });
  await dev.listen();
  right(await visited(dev.resolvedUrls.local[0]));
  await dev.close();

  await build(quiet);
  const { url, close } = await serve(join(folder, 'dist'));
  right(await visited(url));
  await close();
});

test('a bundled page of the elements knits a garment', async () => {
  const body = '<!doctype html><body><form><purlform-designer garment="scarf"></purlform-designer><purlform-scan></purlform-scan><purlform-order signed></purlform-order></form><script type="module" src="/main.js"></script>';
  const main = "import 'purlform/elements';\ndocument.querySelector('purlform-designer').addEventListener('change', ({ detail }) => (document.body.dataset.result = JSON.stringify(detail.summary.garment)));\n";
  const folder = installed('elements', { 'index.html': body, 'main.js': main });
  await build({ root: folder, configFile: false, logLevel: 'error' });
  const { url, close } = await serve(join(folder, 'dist'));
  assert.equal(await visited(url), 'scarf');
  await close();
});

test('webpack bundles it', async () => {
  const folder = installed('webpack', {});
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/index.html'), '<!doctype html><body><script defer src="main.js"></script>');
  const stats = await new Promise((resolve, reject) =>
    webpack({ mode: 'production', context: folder, entry: './main.js', output: { path: join(folder, 'dist') }, performance: false }, (error, done) => (error ? reject(error) : resolve(done))),
  );
  assert.equal(stats.hasErrors() || stats.hasWarnings(), false, stats.toString({ all: false, errors: true, warnings: true }));
  const { url, close } = await serve(join(folder, 'dist'));
  right(await visited(url));
  await close();
});
