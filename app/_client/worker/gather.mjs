/**
 * Reads from the bank what is kept for later: of each account the last 200 rows and what the charts show. Never as
 * activity, so that no session lives on by it.
 * @import { Kept, KeptAccount, SessionAnswer } from './types.ts'
 */
const ROWS = 200;
const ROWS_A_REQUEST = 50;
const CHART_RANGES = ['1w', '1mo', '1y'];
const ALL_SPENDERS = 500;

/** The session is over, or is none for which anything may be kept. */
export class NotToBeKept extends Error {}

/**
 * @template T
 * @param {string} path
 * @returns {Promise<{ body: T, bankNow: number, askedAt: number }>}
 */
export async function readBank(path, again = true) {
  const askedAt = Date.now();
  const answer = await fetch(path, {
    cache: 'no-store',
    headers: { accept: 'application/json', 'x-activity': 'background' },
  });
  if (answer.status === 401) {
    const { code } = await answer.json().catch(() => ({}));
    // The browser has the new token already.
    if (code === 'session_rotated' && again) return readBank(path, false);
    throw new NotToBeKept(code);
  }
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  // A second is the header's grain: the later one lets the data go earlier.
  const bankNow = Date.parse(answer.headers.get('date') ?? '') + 1000;
  return { body: await answer.json(), bankNow, askedAt };
}

/** @returns {Promise<{ body: SessionAnswer, bankNow: number, askedAt: number }>} */
export const readOwnSession = () => readBank('/api/session');

/** @param {string} month the bank's, `yyyy-mm` @returns {Promise<Kept>} */
export async function gather(month) {
  const { body } = await readBank('/api/accounts');
  const { items } = /** @type {{ items: KeptAccount[] }} */ (body);
  const accounts = [];
  // One after the other: nobody waits for it, and pages do for theirs.
  for (const { id, name, currency, balanceMinor } of items) {
    const at = `/api/accounts/${id}`;
    const rows = await readRows(at);
    const balance = await readEach(CHART_RANGES, (range) => `${at}/balance?range=${range}`, 'points');
    const spenders = await readEach(
      ['all', month],
      (period) => `${at}/spenders?period=${period}&limit=${ALL_SPENDERS}`,
      'items',
    );
    // The newest row is what the balance is after; it may be younger than the list of accounts.
    const now = rows[0]?.balanceAfterMinor ?? balanceMinor;
    accounts.push({ id, name, currency, balanceMinor: now, rows, balance, spenders });
  }
  return { accounts, month };
}

/** @param {string} at @returns {Promise<KeptAccount['rows']>} */
async function readRows(at) {
  /** @type {KeptAccount['rows']} */
  const rows = [];
  let before = '';
  while (rows.length < ROWS) {
    const { body } = await readBank(`${at}/transactions?limit=${ROWS_A_REQUEST}${before}`);
    const { items, next } = /** @type {{ items: KeptAccount['rows'], next: number | null }} */ (body);
    rows.push(...items);
    if (next === null || items.length === 0) break;
    before = `&before=${next}`;
  }
  return rows.slice(0, ROWS);
}

/**
 * @param {string[]} names
 * @param {(name: string) => string} pathOf
 * @param {string} member
 */
async function readEach(names, pathOf, member) {
  /** @type {Record<string, any>} */
  const read = {};
  for (const name of names) {
    const { body } = await readBank(pathOf(name));
    read[name] = /** @type {Record<string, unknown>} */ (body)[member];
  }
  return read;
}
