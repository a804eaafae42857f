/**
 * Reads the data that is stored for offline use: of each account the last 200 rows and what the charts show. It never
 * counts as activity, so it prolongs no session.
 */
import type { AnswerOf } from '../bank.ts';
import type { SessionAnswer, Stored, StoredAccount } from './types.ts';

const ROWS = 200;
const ROWS_A_REQUEST = 50;
const CHART_RANGES = ['1w', '1mo', '1y'];

/** The session is over, or is none for which anything may be stored. */
export class NotStorable extends Error {}

type Read<T> = { body: T; bankNow: number; requestedAt: number };

/** `T` is what that path answers. */
async function readBank<T>(path: string, again = true): Promise<Read<T>> {
  const requestedAt = Date.now();
  const answer = await fetch(path, {
    cache: 'no-store',
    headers: { accept: 'application/json', 'x-activity': 'background' },
  });
  if (answer.status === 401) {
    const { code } = await answer.json().catch(() => ({}));
    // The browser has the new token already.
    if (code === 'session_rotated' && again) return readBank(path, false);
    throw new NotStorable(code);
  }
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  // A second is the header's grain: the later one lets the data go earlier.
  const bankNow = Date.parse(answer.headers.get('date') ?? '') + 1000;
  return { body: await answer.json(), bankNow, requestedAt };
}

export const readOwnSession = (): Promise<Read<SessionAnswer>> => readBank('/api/session');

/** `month`: the bank's, `yyyy-mm`. */
export async function gather(month: string): Promise<Stored> {
  const { body } = await readBank<AnswerOf<'/api/accounts'>>('/api/accounts');
  const accounts: StoredAccount[] = [];
  // One after the other: nobody waits for it, and pages do for theirs.
  for (const { id, name, currency, availableMinor } of body.items) {
    const at = `/api/accounts/${id}`;
    const { rows, pending } = await readRows(at);
    const balance: StoredAccount['balance'] = {};
    for (const range of CHART_RANGES) {
      const path = `${at}/balance?range=${range}`;
      balance[range] = (await readBank<AnswerOf<'/api/accounts/:id/balance'>>(path)).body.points;
    }
    const spenders: StoredAccount['spenders'] = {};
    for (const period of ['all', month]) {
      const path = `${at}/categories?period=${period}`;
      const { items } = (await readBank<AnswerOf<'/api/accounts/:id/categories'>>(path)).body;
      spenders[period] = items.map(({ category, inMinor, outMinor }) => ({
        name: category,
        amountMinor: outMinor - inMinor,
      }));
    }
    accounts.push({ id, name, currency, availableMinor, pending, rows, balance, spenders });
  }
  return { accounts, month };
}

async function readRows(at: string): Promise<Pick<StoredAccount, 'rows' | 'pending'>> {
  const pending: StoredAccount['pending'] = [];
  const rows: StoredAccount['rows'] = [];
  let before = '';
  while (rows.length < ROWS) {
    const path = `${at}/transactions?limit=${ROWS_A_REQUEST}${before}`;
    const {
      items,
      next,
      pending: first,
    } = (await readBank<AnswerOf<'/api/accounts/:id/transactions'>>(path)).body;
    rows.push(...items);
    pending.push(...first);
    if (next === null || items.length === 0) break;
    before = `&before=${next}`;
  }
  return { rows: rows.slice(0, ROWS), pending };
}
