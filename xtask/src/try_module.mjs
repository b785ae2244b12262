// Compiles and starts the module that lies in pkg/: an optimiser can break one without a word. Then has it write pkg/schemas/ and
// the body of pkg/assets/typical.purl.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { TYPICAL, pack } from '../../pkg/elements/typical.js';
import { Session, initSync, schema } from '../../pkg/purlform.js';

const exports = initSync({ module: readFileSync(new URL('../../pkg/purlform_bg.wasm', import.meta.url)) });
if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error('the module exports no memory');

const schemas = new URL('../../pkg/schemas/', import.meta.url);
mkdirSync(schemas, { recursive: true });
for (const kind of ['measurements', 'design', 'machine', 'order']) writeFileSync(new URL(`${kind}.json`, schemas), `${schema(kind)}\n`);

mkdirSync(new URL('../../pkg/assets/', import.meta.url), { recursive: true });
const session = new Session(readFileSync(new URL('../../assets/body.purl', import.meta.url)));
writeFileSync(new URL('../../pkg/assets/typical.purl', import.meta.url), pack(session.body(JSON.stringify(TYPICAL)).mesh));
