// A worker that does one call at a time. Calls wait here, not in the worker, so that those aborted early are never sent; the
// call in work is ended by ending its worker, for nothing else stops wasm. The next call starts a new one.

import { PurlformError, aborted } from './error.js';

const FRESH = 'The next call starts a new worker; what earlier calls left in the old one (rig, views, fit, draft) is gone.';
const CLOSED = { stage: 'worker', code: 'closed', message: 'This Purlform was closed.', hint: 'Open a new one.' };

export class Engine {
  #start;
  #opening;
  #worker = null;
  #queue = [];
  #current = null;
  #next = 1;
  #closed = false;

  /** `start(receive, fail)` starts a worker: `{post(message, transfer), busy(is), end()}`; `opening` is what `open` tells it. */
  constructor(start, opening) {
    this.#start = start;
    this.#opening = opening;
  }

  call(method, params, options) {
    const { transfer = [], signal, onProgress } = options ?? {};
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new PurlformError(CLOSED));
      if (signal?.aborted) return reject(aborted(signal, 'worker'));
      const call = { id: this.#next++, method, params, transfer, onProgress, stage: 'worker' };
      const abort = () => this.#abort(call, signal);
      const settle = (how) => (value) => {
        signal?.removeEventListener('abort', abort);
        how(value);
      };
      call.resolve = settle(resolve);
      call.reject = settle(reject);
      signal?.addEventListener('abort', abort);
      this.#queue.push(call);
      this.#advance();
    });
  }

  close() {
    this.#closed = true;
    this.#drop();
    const all = [this.#current, ...this.#queue.splice(0)];
    this.#current = null;
    for (const call of all) call?.reject(new PurlformError(CLOSED));
  }

  #advance() {
    if (this.#current || !this.#queue.length) return;
    const call = this.#queue.shift();
    this.#current = call;
    try {
      this.#worker ??= this.#begin();
      this.#worker.busy(true);
      this.#worker.post({ id: call.id, method: call.method, params: call.params }, call.transfer);
    } catch (error) {
      const hint = error.name === 'DataCloneError' ? 'Pass plain data, and no buffer that was handed over before.' : '';
      this.#finish(call, () => call.reject(new PurlformError({ stage: 'worker', code: 'not_sent', message: error.message, hint })));
    }
  }

  /** A new worker, told first of all where everything lies. */
  #begin() {
    let worker;
    const alive = (then) => (event) => worker === this.#worker && then(event);
    worker = this.#start(
      alive((message) => this.#receive(message)),
      alive((why) => this.#crash({ stage: 'worker', code: 'crashed', message: why || 'The worker could not be loaded.', hint: FRESH })),
    );
    worker.post({ id: 0, method: 'open', params: this.#opening }, []);
    return worker;
  }

  #receive({ id, progress, result, error }) {
    const call = this.#current;
    // Without module and body asset no call can be answered: the one that waits is told why.
    if (id === 0 && error) return this.#crash(error);
    if (!call || id !== call.id) return;
    if (progress) {
      call.stage = progress.stage;
      return call.onProgress?.(progress);
    }
    if (error?.code === 'crashed') return this.#crash({ ...error, hint: `${error.hint} ${FRESH}` });
    this.#finish(call, () => (error ? call.reject(new PurlformError(error)) : call.resolve(result)));
  }

  #abort(call, signal) {
    const waiting = this.#queue.indexOf(call);
    if (waiting >= 0) {
      this.#queue.splice(waiting, 1);
      call.reject(aborted(signal, 'worker'));
    } else if (call === this.#current) {
      this.#drop();
      this.#finish(call, () => call.reject(aborted(signal, call.stage)));
    }
  }

  #crash(error) {
    this.#drop();
    const call = this.#current;
    if (call) this.#finish(call, () => call.reject(new PurlformError(error)));
  }

  #finish(call, settle) {
    if (call === this.#current) this.#current = null;
    if (!this.#current && !this.#queue.length) this.#worker?.busy(false);
    settle();
    this.#advance();
  }

  #drop() {
    this.#worker?.end();
    this.#worker = null;
  }
}
