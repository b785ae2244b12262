// The module in its worker. Each person gets a fresh one, so that nothing of the last is left in memory; one that dies is replaced.

import { workerDied } from '../pkg/error.js';
import { Purlform } from '../pkg/index.js';

let engine = null;

/** The engine; a start that failed is tried again the next time. */
export function running() {
  engine ??= Purlform.open().catch((error) => {
    engine = null;
    throw error;
  });
  return engine;
}

/** Ends the worker, and with it all that it knows, and starts another. */
export function renew() {
  const old = engine;
  engine = null;
  old?.then((purlform) => purlform.close()).catch(() => {});
  running().catch(() => {});
}

/**
 * Runs `work(purlform)`. If the worker dies over it, `restarted()` is told, and the work is done once more from its start with a
 * new worker. No sign of life for `patience_ms` is death, too: `work` gets `alive()` to call while it goes on.
 */
export async function withEngine(work, { restarted = () => {}, patience_ms = 45_000 } = {}) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await watched(work, patience_ms);
    } catch (error) {
      if (!workerDied(error)) throw error;
      renew();
      if (attempt > 0) throw error;
      restarted();
    }
  }
}

function watched(work, patience_ms) {
  let timer;
  return new Promise((resolve, reject) => {
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => reject({ stage: 'worker', code: 'silent', message: 'the worker is silent', hint: '' }), patience_ms);
    };
    alive();
    running().then((purlform) => work(purlform, alive)).then(resolve, reject);
  }).finally(() => clearTimeout(timer));
}
