// Measurements kept on the device: encrypted with AES-GCM under a key that the browser holds and never hands out.

import { records } from './records.js';

const [KEY, RECORD] = ['key', 'measurements'];
const kept = records('purlform', 'profile');

/** Whether this browser can keep a profile. */
export const canKeep = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

/** Keeps a person's measurements (plain data). */
export async function keepProfile(person) {
  // Not extractable: the browser encrypts with it, and no script can read it.
  const make = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const key = (await kept.get(KEY)) ?? (await kept.add(await make(), KEY));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(person));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
  await kept.put({ version: 1, iv, data }, RECORD);
}

/** What was kept; null if there is nothing. */
export async function keptProfile() {
  const [key, record] = await Promise.all([kept.get(KEY), kept.get(RECORD)]);
  if (!key || !record) return null;
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.iv }, key, record.data);
  return JSON.parse(new TextDecoder().decode(plain));
}

/** Deletes record and key: without the key no copy of the record can be read again. */
export async function deleteProfile() {
  await kept.delete(RECORD);
  await kept.delete(KEY);
}
