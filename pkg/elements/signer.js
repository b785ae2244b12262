// The device's own pair of keys, Ed25519: made here, kept by the browser, the private one never handed out. It signs orders; who
// knits them knows the public one.

import { records } from './records.js';

const ALGORITHM = 'Ed25519';
const KEY = 'order';
const kept = records('purlform-signer');

/** The pair of this device, made when it is first asked for; null where this browser cannot make or keep one. */
export async function deviceKey() {
  try {
    const pair = await kept.get(KEY);
    // Not extractable: the browser signs with it, and no script can read it.
    return pair ?? (await kept.add(await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']), KEY));
  } catch {
    return null;
  }
}

/** Makes the device forget its pair; the next one is another. */
export const forgetDeviceKey = () => kept.delete(KEY);

/** The public key in 64 hexadecimal digits, as a signed order names it. */
export async function publicHex({ publicKey }) {
  const bytes = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The public key as PEM, for `purlform verify ORDER --key FILE`. */
export async function publicPem({ publicKey }) {
  const der = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return `-----BEGIN PUBLIC KEY-----\n${btoa(String.fromCharCode(...der))}\n-----END PUBLIC KEY-----\n`;
}
