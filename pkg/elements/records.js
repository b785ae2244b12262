// A few records on this device: one store of a database of its own in IndexedDB.

const STORE = 'records';

/** The records of that database: `get(key)`, `put(value, key)`, `add(value, key)` (what stands stays), `delete(key)`, all promises. */
export function records(database, store = STORE) {
  const used = (mode, work) =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(database, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(store);
      opening.onerror = () => reject(opening.error);
      opening.onblocked = () => reject(new Error('blocked by another tab'));
      opening.onsuccess = () => {
        const base = opening.result;
        const end = (settle) => () => {
          base.close();
          settle();
        };
        let transaction;
        let asked;
        try {
          transaction = base.transaction(store, mode);
          asked = work(transaction.objectStore(store));
        } catch (error) {
          return end(() => reject(error))();
        }
        transaction.oncomplete = end(() => resolve(asked.result));
        transaction.onerror = transaction.onabort = end(() => reject(transaction.error ?? asked.error));
      };
    });
  return {
    get: (key) => used('readonly', (all) => all.get(key)),
    put: (value, key) => used('readwrite', (all) => all.put(value, key)),
    delete: (key) => used('readwrite', (all) => all.delete(key)),
    /** Puts it unless there is one already; gives the one that stands. */
    async add(value, key) {
      await used('readwrite', (all) => {
        const found = all.get(key);
        found.onsuccess = () => found.result === undefined && all.put(value, key);
        return found;
      });
      return this.get(key);
    },
  };
}
