// The tailor's worker: {id, method, mesh, given} in, {id, result} or {id, error} out. A mesh is kept until another comes.

import { buffersOf, sew, weave } from './sewing.js';

let body = null;

self.onmessage = async ({ data: { id, method, mesh, given } }) => {
  try {
    body = mesh ?? body;
    const result = method === 'sew' ? sew(given, body) : await weave(given);
    self.postMessage({ id, result }, buffersOf(result));
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};
