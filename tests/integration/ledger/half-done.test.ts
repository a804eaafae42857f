/** Whatever is wrong with a key or an argument, the script books all or nothing. */
import { describe, expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { ledgerEntry, type Posting, viewWithoutBalances } from '#lib/ledger/ledger-entry.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { DAY, HOUR, monthOf } from '#lib/time.ts';
import { everything, freshRef, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, worker] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('worker')]);
const script = luaScript('lib/ledger/post.lua');

type Changes = { expected?: string; amount?: string; at?: string; json?: string; mode?: string };

/** The script as post.ts calls it, but with what post.ts would never send. */
function call(ref: AccountRef, wanted: Posting, seq: number, changes: Changes = {}) {
  const month = monthOf(wanted.at, 'UTC');
  const entry = ledgerEntry(ref, { number: '1', name: 'x' }, wanted, seq, 'UTC');
  return script(
    worker,
    [
      keys.account(ref),
      keys.entry(ref, seq),
      keys.balanceSeries(ref),
      keys.totals(ref),
      keys.spenders(ref),
      keys.spenders(ref, month),
      keys.stream(ref.user),
      keys.pending(ref),
      keys.posted(ref.user, wanted.id),
    ],
    [
      changes.expected ?? String(seq - 1),
      changes.amount ?? String(wanted.amountMinor),
      entry.direction,
      '',
      changes.at ?? String(wanted.at),
      wanted.counterparty,
      month,
      changes.json ?? JSON.stringify(entry),
      JSON.stringify(viewWithoutBalances(ref, entry)),
      ref.account,
      keys.live(ref.user),
      '1000',
      '',
      '',
      '',
      '',
      changes.mode ?? 'live',
      String(DAY),
    ],
  );
}

async function accountWithOne() {
  const ref = await freshRef(deploy);
  await postEntry(worker, ref, posting());
  return ref;
}

describe('the script refuses and leaves every byte as it was', () => {
  const cases: [what: string, changes: Changes, answer: unknown][] = [
    ['an expected seq that is not the last', { expected: '0' }, ['moved', 1, expect.any(Number)]],
    ['an expected seq that is to come', { expected: '2' }, ['moved', 1, expect.any(Number)]],
    ['an amount of 0', { amount: '0' }, ['refused', 'the amount is no integer']],
    ['half a cent', { amount: '0.5' }, ['refused', 'the amount is no integer']],
    ['words for an amount', { amount: 'ten' }, ['refused', 'the amount is no integer']],
    ['an amount that is not exact', { amount: '9007199254740993' }, ['refused', 'the amount is no integer']],
    ['nan', { amount: 'nan' }, ['refused', 'the amount is no integer']],
    ['inf', { amount: 'inf' }, ['refused', 'the amount is no integer']],
    [
      'a balance that is not exact',
      { amount: '9007199254740991' },
      ['refused', 'balance leaves the exact range'],
    ],
    ['a time in the future', { at: String(Date.now() + HOUR) }, ['refused', 'the time is in the future']],
  ];
  for (const [what, changes, answer] of cases) {
    for (const mode of ['live', 'quiet']) {
      it(`${what}, ${mode}`, async () => {
        const ref = await accountWithOne();
        const before = await everything(admin, ref);
        expect(await call(ref, posting(), 2, { ...changes, mode })).toEqual(answer);
        expect(await everything(admin, ref)).toEqual(before);
      });
    }
  }

  it('a time that goes back', async () => {
    const ref = await accountWithOne();
    const before = await everything(admin, ref);
    const last = Number(await admin.hGet(keys.account(ref), 'lastAt'));
    expect(await call(ref, posting(), 2, { at: String(last) })).toEqual(['late', last]);
    expect(await everything(admin, ref)).toEqual(before);
  });

  for (const json of ['{"a":1', '', '{', '{"a":}', 'x'.repeat(100), `${'['.repeat(200)}${']'.repeat(200)}`]) {
    it(`a document that is none: ${JSON.stringify(json).slice(0, 20)}`, async () => {
      const ref = await accountWithOne();
      const before = await everything(admin, ref);
      await expect(call(ref, posting(), 2, { json })).rejects.toThrow();
      expect(await everything(admin, ref)).toEqual(before);
    });
  }
});

describe('a key of another type is found before the first write', () => {
  const wanted = posting();
  const month = monthOf(wanted.at, 'UTC');
  const damaged: [string, (ref: AccountRef) => string][] = [
    ['the entry', (ref) => keys.entry(ref, 2)],
    ['the balance series', (ref) => keys.balanceSeries(ref)],
    ['the totals', (ref) => keys.totals(ref)],
    ['the spenders', (ref) => keys.spenders(ref)],
    ['the spenders of the month', (ref) => keys.spenders(ref, month)],
    ['the stream', (ref) => keys.stream(ref.user)],
    ['the posted id', (ref) => keys.posted(ref.user, wanted.id)],
    ['the account', (ref) => keys.account(ref)],
  ];
  for (const [what, keyOf] of damaged) {
    it(what, async () => {
      const ref = await accountWithOne();
      const key = keyOf(ref);
      await admin.del(key);
      await (what === 'the posted id' ? admin.sAdd(key, 'x') : admin.set(key, 'not what it was'));
      const before = await everything(admin, ref);
      await expect(
        postEntry(worker, ref, wanted, { head: { seq: 1, number: '1', name: 'x' } }),
      ).rejects.toMatchObject({
        code: 'internal',
      });
      expect(await everything(admin, ref)).toEqual(before);
    });
  }

  it('a series that is gone', async () => {
    const ref = await accountWithOne();
    await admin.del(keys.balanceSeries(ref));
    const before = await everything(admin, ref);
    await expect(postEntry(worker, ref, wanted)).rejects.toMatchObject({ code: 'internal' });
    expect(await everything(admin, ref)).toEqual(before);
  });

  it('counters that are no numbers', async () => {
    const ref = await accountWithOne();
    await admin.hSet(keys.totals(ref), `out:${month}`, 'many');
    const before = await everything(admin, ref);
    await expect(postEntry(worker, ref, wanted)).rejects.toMatchObject({ code: 'internal' });
    expect(await everything(admin, ref)).toEqual(before);
  });
});

it('when the time series refuses the sample, the entry is taken out again', async () => {
  const ref = await accountWithOne();
  const wanted = posting();
  // The series blocks a second sample of the same moment.
  await admin.ts.add(keys.balanceSeries(ref), wanted.at, 1);
  const before = await everything(admin, ref);
  await expect(postEntry(worker, ref, wanted)).rejects.toMatchObject({ code: 'internal' });
  expect(await everything(admin, ref)).toEqual(before);
  await admin.ts.del(keys.balanceSeries(ref), wanted.at, wanted.at);
  await postEntry(worker, ref, wanted);
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
});

it.each(['json.set', 'ts.add', 'hset', 'zadd', 'xadd', 'set', 'publish', 'del'])(
  'a user without the right to %s books nothing at all',
  async (right) => {
    const ref = await accountWithOne();
    const name = `half-${right}`;
    const own = ['on', 'nopass', '~*', '&*', '+@all', `-${right}`];
    await admin.sendCommand(['ACL', 'SETUSER', name, 'reset', ...own]);
    const url = new URL(process.env.SUITE_REDIS_URL ?? '');
    Object.assign(url, { username: name, password: 'any' });
    const redis = await connectRedis(url.href, { name, deadlineMs: 5000 });
    try {
      const before = await everything(admin, ref);
      await expect(postEntry(redis, ref, posting())).rejects.toThrow();
      expect(await everything(admin, ref)).toEqual(before);
    } finally {
      await redis.close();
      await admin.sendCommand(['ACL', 'DELUSER', name]);
    }
  },
);
