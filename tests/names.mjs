// Every name that pages and package use is declared or imported, and every import is there: what no test comes by must not wait for a
// customer to find it.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const root = new URL('..', import.meta.url).pathname;
/** Cannot find name; no such export; no such module; did you mean. */
const LOST = [2304, 2305, 2307, 2552, 2614, 2724, 18004];

const sources = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['vendor', 'assets', 'schemas'].includes(entry.name) ? [] : sources(path);
    return path.endsWith('.js') && entry.name !== 'purlform.js' ? [path] : [];
  });

/** The pages' `pkg/` is the root's. */
const options = {
  allowJs: true, checkJs: true, noEmit: true, skipLibCheck: true, types: ['node'], rootDirs: [root, join(root, 'www')],
  target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.webworker.importscripts.d.ts'],
};

test('every name is declared, and every import is there', () => {
  const files = [...sources('www'), ...sources('pkg')].map((path) => join(root, path));
  assert.ok(files.length > 80, `${files.length} files`);
  const program = ts.createProgram(files, options);
  const lost = files.flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)))
    .filter(({ code }) => LOST.includes(code))
    .map(({ file, start, messageText }) => `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  assert.deepEqual(lost, []);
});
