// The Web Worker.

import { answering } from './chain.js';

const answer = answering({
  /** An address's bytes. */
  async load(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
    return response.arrayBuffer();
  },
  // A browser compiles the module while it arrives.
  module: (url) => url,
  post: (message, transfer) => self.postMessage(message, transfer),
});

self.onmessage = ({ data }) => answer(data);
