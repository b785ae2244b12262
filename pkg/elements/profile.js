// Measurements kept on the device: encrypted with AES-GCM under a key that the browser holds and never hands out.

const [DATABASE, STORE, KEY, RECORD] = ['purlform', 'profile', 'key', 'measurements'];

/** Whether this browser can keep a profile. */
export const canKeep = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

/** Keeps a person's measurements (plain data). */
export async function keepProfile(person) {
  await used(async (database) => {
    let key = await request(store(database).get(KEY));
    if (!key) {
      // Not extractable: the browser encrypts with it, and no script can read it.
      key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
      await request(store(database, 'readwrite').put(key, KEY));
    }
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(person));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
    await request(store(database, 'readwrite').put({ version: 1, iv, data }, RECORD));
  });
}

/** What was kept; null if there is nothing. */
export function keptProfile() {
  return used(async (database) => {
    const [key, record] = [await request(store(database).get(KEY)), await request(store(database).get(RECORD))];
    if (!key || !record) return null;
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.iv }, key, record.data);
    return JSON.parse(new TextDecoder().decode(plain));
  });
}

/** Deletes record and key: without the key no copy of the record can be read again. */
export const deleteProfile = () =>
  used(async (database) => {
    await request(store(database, 'readwrite').delete(RECORD));
    await request(store(database, 'readwrite').delete(KEY));
  });

async function used(work) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await request(opening);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

const store = (database, mode = 'readonly') => database.transaction(STORE, mode).objectStore(STORE);

const request = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error('blocked by another tab'));
  });
