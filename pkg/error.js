/** A failure that names its stage, a stable code, and what to do. */
export class PurlformError extends Error {
  constructor({ stage, code, message, hint, cause }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PurlformError';
    this.stage = stage;
    this.code = code;
    this.hint = hint;
  }
}

/** What an abort rejects with: named as the signal's reason is (`AbortError`, `TimeoutError`), and holding it as its cause. */
export function aborted(signal, stage) {
  const cause = signal.reason;
  const timeout = cause?.name === 'TimeoutError';
  const message = timeout ? 'The call took longer than it was given.' : 'The call was aborted.';
  const error = new PurlformError({ stage, code: timeout ? 'timeout' : 'aborted', message, hint: '', cause });
  error.name = timeout ? 'TimeoutError' : 'AbortError';
  return error;
}

/** Whether a call failed because the worker died, in it or before it, and took with it what the call builds on. */
export const workerDied = ({ stage, code }) =>
  !['closed', 'aborted', 'timeout'].includes(code) && (stage === 'worker' || code === 'crashed' || code === 'out_of_order');
