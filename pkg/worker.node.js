// The worker thread of Node.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { answering } from './chain.js';

/** An address's bytes: a file's, or fetched. */
async function load(url) {
  if (url.startsWith('file:')) return readFile(fileURLToPath(url));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

const answer = answering({ load, module: load, post: (message, transfer) => parentPort.postMessage(message, transfer) });

parentPort.on('message', answer);
