// What the booth keeps on this device: its set-up, never a person. IndexedDB, one record a name.

import { Fault } from '../capture.js';
import { reasonText } from '../pkg/elements/words/index.js';
import { language, t } from '../words/index.js';

const NAME = 'purlform-kiosk';
const STORE = 'set-up';

/** The record of that name, or undefined. */
export const load = (name) => run('readonly', (store) => store.get(name));

/** Keeps a record; `undefined` removes it. */
export const save = (name, value) =>
  run('readwrite', (store) => (value === undefined ? store.delete(name) : store.put(value, name)));

/** Forgets everything. */
export const clear = () => run('readwrite', (store) => store.clear());

/** Asks the browser not to clear the set-up when the disk runs low. */
export const persist = () => navigator.storage?.persist?.().catch(() => false);

async function run(mode, work) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  } catch (error) {
    throw told(error);
  } finally {
    base.close();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(told(request.error));
  });
}

function told(error) {
  if (error instanceof Fault) return error;
  if (error?.name === 'QuotaExceededError') return new Fault('store', t('k_disk_full'), t('k_disk_full_hint'));
  return new Fault('store', t('k_store', { why: reasonText(error, language()) }), t('k_store_hint'));
}
