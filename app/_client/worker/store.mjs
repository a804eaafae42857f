/**
 * The one place of the device where something is kept: a handful of records in IndexedDB. What is personal is
 * sealed with a key that scripts cannot read out and that goes first when it is wiped: whatever else of a wipe is
 * interrupted or left on the disk by the browser, then says nothing to a script. It is no protection from somebody
 * who copies the browser's whole profile while data is kept, since the key lies there too.
 * @import { Kept, Times } from './types.ts'
 */
const DATABASE = 'redisBank.offline';
const RECORDS = 'records';
const ALGORITHM = 'AES-GCM';
const IV_BYTES = 12;

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(RECORDS);
  return settled(opening);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(records: IDBObjectStore) => Promise<T>} work
 */
async function inStore(mode, work) {
  const database = await openDatabase();
  try {
    const change = database.transaction(RECORDS, mode);
    const done = new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onabort = () => reject(change.error);
    });
    const result = await work(change.objectStore(RECORDS));
    await done;
    return result;
  } finally {
    database.close();
  }
}

/** Whose consent there is, by the customer's tag. @returns {Promise<string | null>} */
export const readConsent = async () =>
  (await inStore('readonly', (records) => settled(records.get('consent')))) ?? null;

/** @param {string} user */
export const writeConsent = (user) =>
  inStore('readwrite', (records) => settled(records.put(user, 'consent')));

/** @returns {Promise<Times | null>} */
export const readTimes = async () =>
  (await inStore('readonly', (records) => settled(records.get('times')))) ?? null;

/** Nothing when there is nothing kept. @param {(times: Times) => Times} change */
export const changeTimes = (change) =>
  inStore('readwrite', async (records) => {
    const times = await settled(records.get('times'));
    if (times) await settled(records.put(change(times), 'times'));
  });

/** @param {Kept} kept @param {Times} times */
export async function writeKept(kept, times) {
  const key = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(kept));
  const sealed = await crypto.subtle.encrypt({ name: ALGORITHM, iv }, key, plain);
  await inStore('readwrite', async (records) => {
    await Promise.all([
      settled(records.put(key, 'key')),
      settled(records.put({ iv, sealed }, 'data')),
      settled(records.put(times, 'times')),
    ]);
  });
}

/** @returns {Promise<Kept | null>} null as well for what cannot be read any more */
export async function readKept() {
  const [key, data] = await inStore('readonly', (records) =>
    Promise.all([settled(records.get('key')), settled(records.get('data'))]),
  );
  if (!key || !data) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: ALGORITHM, iv: data.iv }, key, data.sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null;
  }
}

/** What was kept; with `consent` also that anything may be. */
export async function wipe({ consent = false } = {}) {
  await inStore('readwrite', (records) => settled(records.delete('key')));
  await inStore('readwrite', async (records) => {
    await Promise.all(
      ['data', 'times', ...(consent ? ['consent'] : [])].map((name) => settled(records.delete(name))),
    );
  });
}
