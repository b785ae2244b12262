// In a page or a worker: everything runs in a Web Worker of its own. Types and units: index.d.ts.

import { Purlform as Client } from './client.js';

export { PurlformError } from './error.js';

function start(receive, fail) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => receive(data);
  worker.onerror = (event) => fail(event.message);
  worker.onmessageerror = () => fail('A message could not be read.');
  return { post: (message, transfer) => worker.postMessage(message, transfer), busy() {}, end: () => worker.terminate() };
}

const platform = {
  start,
  wasm: new URL('./purlform_bg.wasm', import.meta.url).href,
  body: new URL('./assets/body.purl', import.meta.url).href,
  address: (where) => new URL(where, globalThis.document?.baseURI ?? globalThis.location?.href).href,
};

export class Purlform extends Client {
  static open(options) {
    return super.open(options, platform);
  }
}
