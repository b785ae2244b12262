// The staff's PIN: only a salted hash of it is kept (PBKDF2 with SHA-256), and wrong tries make one wait.

import { load, save } from './store.js';

const ITERATIONS = 210_000; // OWASP's figure for SHA-256 is 600,000; a booth's tablet should not keep the staff waiting
const FREE_TRIES = 4;
const WAIT_S = 30;
/** A PIN has so many digits. */
export const DIGITS = 6;

/** Whether a PIN was chosen. */
export const hasPin = async () => (await load('pin')) !== undefined;

/** Chooses the PIN. */
export async function setPin(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  await save('pin', { salt, iterations: ITERATIONS, hash: await hashed(pin, salt, ITERATIONS), wrong: 0, until: 0 });
}

/** {right, wait_s}: whether the PIN is right, and how long to wait before the next try. */
export async function checkPin(pin) {
  const kept = await load('pin');
  const wait_s = Math.ceil((kept.until - Date.now()) / 1000);
  if (wait_s > 0) return { right: false, wait_s };
  const hash = await hashed(pin, kept.salt, kept.iterations);
  const right = hash.reduce((same, byte, i) => same & (byte === kept.hash[i] ? 1 : 0), 1) === 1;
  const wrong = right ? 0 : kept.wrong + 1;
  const pause_s = wrong > FREE_TRIES ? WAIT_S * 2 ** Math.min(wrong - FREE_TRIES - 1, 5) : 0;
  await save('pin', { ...kept, wrong, until: Date.now() + pause_s * 1000 });
  return { right, wait_s: pause_s };
}

async function hashed(pin, salt, iterations) {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256);
  return new Uint8Array(bits);
}
