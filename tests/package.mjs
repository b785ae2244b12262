// The npm package as its users get it: packed, installed, resolved, typed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const root = new URL('..', import.meta.url).pathname;
const NEEDED = ['index.js', 'node.js', 'client.js', 'engine.js', 'error.js', 'chain.js', 'index.d.ts', 'worker.js', 'worker.node.js', 'purlform.js', 'purlform_bg.wasm', 'assets/body.purl', 'LICENSE-MIT', 'LICENSE-APACHE', 'README.md'];

test('the packed package holds all it needs and resolves where it is installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  const npm = (...words) => execFileSync('npm', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const [packed] = JSON.parse(npm('pack', '--json', join(root, 'pkg')));
    const files = packed.files.map(({ path }) => path);
    for (const file of NEEDED) assert.ok(files.includes(file), `${file} is not packed`);

    writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
    npm('install', '--offline', '--no-audit', `./${packed.filename}`);
    const use = "import { Purlform, PurlformError } from 'purlform';\nexport const open: () => Promise<Purlform> = () => Purlform.open();\nnew PurlformError({ stage: '', code: '', message: '', hint: '' });\n";
    writeFileSync(join(folder, 'use.ts'), use);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync('node', [tsc, '--strict', '--noEmit', '--target', 'es2022', '--module', 'nodenext', 'use.ts'], { cwd: folder });
    const resolve = "console.log(import.meta.resolve('purlform'), import.meta.resolve('purlform/assets/body.purl'))";
    const resolved = execFileSync('node', ['--input-type=module', '-e', resolve], { cwd: folder, encoding: 'utf8' });
    assert.match(resolved, /purlform\/node\.js .*purlform\/assets\/body\.purl/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
