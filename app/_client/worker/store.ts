/**
 * The data on the device: a handful of records in IndexedDB. Personal data is encrypted with a key that scripts cannot
 * export and that a wipe deletes first: whatever an interrupted wipe leaves on the disk is then unreadable to scripts.
 * It is no protection from somebody who copies the browser's whole profile while data is stored: the key is in it.
 */
import { del, delMany, get, getMany, promisifyRequest, set, setMany, type UseStore } from 'idb-keyval';
import type { Stored, Times } from './types.ts';

const DATABASE = 'redisBank.offline';
const RECORDS = 'records';
const ALGORITHM = 'AES-GCM';
const IV_BYTES = 12;

type Sealed = { iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer };

/**
 * Opened anew each time. idb-keyval's own `createStore` keeps the connection, which the sign-out's `Clear-Site-Data`
 * closes under it: the wipe that follows would fail until the worker hears of that.
 */
const records: UseStore = async (mode, work) => {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(RECORDS);
  const database = await promisifyRequest(opening);
  try {
    return await work(database.transaction(RECORDS, mode).objectStore(RECORDS));
  } finally {
    database.close();
  }
};

/** Whose consent there is, by the customer's tag. */
export const readConsent = async (): Promise<string | null> =>
  (await get<string>('consent', records)) ?? null;

export const writeConsent = (user: string): Promise<void> => set('consent', user, records);

export const readTimes = async (): Promise<Times | null> => (await get<Times>('times', records)) ?? null;

/** Does nothing when nothing is stored: idb-keyval's `update` would write a record where a wipe has just taken one. */
export const changeTimes = (change: (times: Times) => Times): Promise<void> =>
  records('readwrite', async (store) => {
    const times: Times | undefined = await promisifyRequest(store.get('times'));
    if (times) store.put(change(times), 'times');
    await promisifyRequest(store.transaction);
  });

export async function writeStored(stored: Stored, times: Times): Promise<void> {
  const key = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(stored));
  const sealed = await crypto.subtle.encrypt({ name: ALGORITHM, iv }, key, plain);
  await setMany(Object.entries({ key, data: { iv, sealed } satisfies Sealed, times }), records);
}

/** Null when nothing is stored or it cannot be read. */
export async function readStored(): Promise<Stored | null> {
  const [key, data] = (await getMany(['key', 'data'], records)) as [CryptoKey?, Sealed?];
  if (!key || !data) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: ALGORITHM, iv: data.iv }, key, data.sealed);
    const stored: Stored = JSON.parse(new TextDecoder().decode(plain));
    // An older build stored less of an account.
    return stored.accounts.every(({ pending }) => pending !== undefined) ? stored : null;
  } catch {
    return null;
  }
}

/** What was stored; with `consent` also that anything may be. */
export async function wipe({ consent = false } = {}): Promise<void> {
  await del('key', records);
  await delMany(['data', 'times', ...(consent ? ['consent'] : [])], records);
}
