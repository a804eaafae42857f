import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { AccountId } from '#lib/ids.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import { maskNumber } from '#lib/mask.ts';
import { keys } from '#lib/redis/keys.ts';
import { addressOf, personal } from '#tests/setup/endpoints.ts';
import {
  newAccountId,
  newCustomer,
  pendingOf,
  servedBank,
  signedIn,
  somePostings,
  withEntries,
} from './api-world.ts';

/** Properties are checked many times over, on whatever machine. */
vi.setConfig({ testTimeout: 90_000 });

const MISSING = newAccountId();

const { redis, bank } = await servedBank();
const [mine, theirs] = [await newCustomer(redis, 2), await newCustomer(redis, 2)];
for (const ref of mine.refs) {
  await withEntries(redis, ref, somePostings(3, 1));
  await authorize(redis, ref, pendingOf(`waiting-${ref.account}`, -1_00, Date.now()));
}
for (const ref of theirs.refs) await withEntries(redis, ref, somePostings(9, 2));
const me = await signedIn(redis, mine.user);

const ofAccount = personal.filter(({ pattern }) => pattern.includes('/accounts/:id'));

/** The answer without what differs from request to request. */
async function answerOf(path: string) {
  const { status, json } = await bank.ask(path, { headers: me });
  const { requestId: _, ...rest } = json;
  return { status, ...rest };
}

describe('an account of somebody else', () => {
  test('is the same as one that does not exist, at every address of an account', async () => {
    expect(ofAccount.length).toBeGreaterThanOrEqual(5);
    const own = mine.refs[0]?.account ?? '';
    for (const { pattern } of ofAccount) {
      const missing = await answerOf(addressOf(pattern, { id: MISSING, seq: '1' }));
      expect(missing).toMatchObject({ status: 404, code: 'not_found', title: 'There is no such account.' });
      for (const { account } of theirs.refs) {
        expect(await answerOf(addressOf(pattern, { id: account, seq: '1' }))).toEqual(missing);
      }
      expect(
        (await bank.ask(addressOf(pattern, { id: own, seq: '1', pid: `waiting-${own}` }), { headers: me }))
          .status,
      ).toBe(200);
    }
  });

  test('is not reached by writing its owner, its key or its scope into the address', async () => {
    const [their] = theirs.refs;
    const [own] = mine.refs;
    if (!their || !own) throw new Error('no accounts');
    const attempts = [
      `${their.user}:${their.account}`,
      `{${their.user}}:${their.account}`,
      `${own.account}:../${their.account}`,
      `../../${keys.account(their)}`,
      keys.account(their),
      `${their.account}\u0000`,
      ` ${their.account}`,
      `${own.account}|${their.account}`,
      `${own.account},${their.account}`,
      own.account.toUpperCase() === own.account ? 'x' : own.account.toUpperCase(),
      '*',
      'a_*',
      '%2e%2e',
      'constructor',
      '__proto__',
    ];
    for (const attempt of attempts) {
      const path = addressOf('/api/accounts/:id/transactions', { id: encodeURIComponent(attempt) });
      const answer = await bank.ask(path, { headers: me });
      // A NUL never gets as far as a handler.
      expect([400, 404], attempt).toContain(answer.status);
      expect(answer.text).not.toContain('items');
    }
  });

  test('no id of any kind is anything but 404', async () => {
    const [own] = mine.refs;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^a_[A-Za-z0-9_-]{10}$/)),
        fc.constantFrom(...ofAccount),
        async (id, { pattern }) => {
          fc.pre(id !== '' && !id.includes('\u0000') && !id.includes('\\') && id !== own?.account);
          // Dots are taken for the folder above by whoever sends them, not by us.
          fc.pre(id !== '.' && id !== '..');
          const answer = await bank.ask(addressOf(pattern, { id: encodeURIComponent(id), seq: '1' }), {
            headers: me,
          });
          expect(answer.status).toBe(404);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('an entry', () => {
  const entryOf = (seq: string) =>
    answerOf(`/api/accounts/${mine.refs[0]?.account}/transactions/${encodeURIComponent(seq)}`);

  test('that the account has is found by its number, and only as it is spelled', async () => {
    expect(await entryOf('3')).toMatchObject({ status: 'booked', seq: 3, account: mine.refs[0]?.account });
    const missing = await entryOf('4');
    expect(missing).toMatchObject({ status: 404, code: 'not_found', title: 'There is no such transaction.' });
    const spellings = [
      '0',
      '-1',
      '03',
      '3.0',
      '+3',
      '3 ',
      ' 3',
      '3e0',
      '0x3',
      'NaN',
      'Infinity',
      '99999999999999999999',
      '٣',
      '3,4',
      '3:4',
      '*',
      'latest',
    ];
    for (const spelling of spellings) expect(await entryOf(spelling), spelling).toEqual(missing);
  });

  test("of another customer stays out of reach, although its number is beyond one's own", async () => {
    for (const seq of ['1', '4', '9']) {
      const { status } = await answerOf(`/api/accounts/${theirs.refs[0]?.account}/transactions/${seq}`);
      expect(status).toBe(404);
    }
  });
});

describe('the list of accounts', () => {
  test("is one's own, in one's own order, with the balances of now", async () => {
    const { json } = await bank.ask('/api/accounts', { headers: me });
    expect(json.items.map(({ id }: { id: string }) => id)).toEqual(mine.refs.map(({ account }) => account));
    for (const [at, ref] of mine.refs.entries()) {
      const stored = await redis.hGetAll(keys.account(ref));
      expect(json.items[at]).toEqual({
        id: ref.account,
        number: maskNumber(stored.number ?? ''),
        name: stored.name,
        currency: 'USD',
        balanceMinor: Number(stored.balance),
        availableMinor: Number(stored.available),
        seq: 3,
      });
    }
  });

  test('an account that a profile wrongly names is left out, since it is not under the tag', async () => {
    const odd = await newCustomer(redis, 1);
    const foreign = theirs.refs[0]?.account as AccountId;
    await redis.json.arrAppend(keys.user(odd.user), '$.accounts', foreign);
    const answer = await bank.ask('/api/accounts', { headers: await signedIn(redis, odd.user) });
    expect(answer.json.items.map(({ id }: { id: string }) => id)).toEqual([odd.refs[0]?.account]);
  });

  test('is empty for people without accounts', async () => {
    const newcomer = await newCustomer(redis, 0);
    const answer = await bank.ask('/api/accounts', { headers: await signedIn(redis, newcomer.user) });
    expect(answer.json).toEqual({ items: [], detailsForMs: 0 });
  });

  test('is the same for a bearer', async () => {
    const bearer = await signedIn(redis, mine.user, 'bearer');
    const [a, b] = [
      await bank.ask('/api/accounts', { headers: bearer }),
      await bank.ask('/api/accounts', { headers: me }),
    ];
    expect(a.json).toEqual(b.json);
  });
});
