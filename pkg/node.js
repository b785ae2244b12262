// In Node: everything runs in a worker thread of its own. Types and units: index.d.ts.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Purlform as Client } from './client.js';

export { PurlformError } from './error.js';

function start(receive, fail) {
  const worker = new Worker(new URL('./worker.node.js', import.meta.url), { execArgv: [] });
  worker.on('message', receive);
  worker.on('error', (error) => fail(error.message));
  worker.on('messageerror', (error) => fail(error.message));
  worker.on('exit', () => fail('The worker ended.'));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    // An open Purlform that has nothing to do does not keep the program alive.
    busy: (is) => (is ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

const platform = {
  start,
  wasm: new URL('./purlform_bg.wasm', import.meta.url).href,
  body: new URL('./assets/body.purl', import.meta.url).href,
  // A path or an address; a drive's letter is no scheme.
  address: (where) => (/^[a-z][a-z0-9+.-]+:/i.test(where) ? String(where) : pathToFileURL(resolve(String(where))).href),
};

export class Purlform extends Client {
  static open(options) {
    return super.open(options, platform);
  }
}
