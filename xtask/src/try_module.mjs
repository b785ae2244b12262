// Compiles and starts the module that lies in pkg/: an optimiser can break one without a word.
import { readFileSync } from 'node:fs';
import { initSync } from '../../pkg/purlform.js';

const exports = initSync({ module: readFileSync(new URL('../../pkg/purlform_bg.wasm', import.meta.url)) });
if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error('the module exports no memory');
