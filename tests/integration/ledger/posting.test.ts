import { expect, it } from 'vitest';
import { postEntry, postHistory, readHead } from '#lib/ledger/post.ts';
import { latestEntries, readEntry } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { keys } from '#lib/redis/keys.ts';
import { HOUR, monthOf } from '#lib/time.ts';
import { everything, freshRef, OPENING_MINOR, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, web, worker, other] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('web'),
  redisAs('worker'),
  redisAs('worker'),
]);

const UNKNOWN = { user: 'AAAAAAAAAAAAAAAAAAAAAA', account: 'a_AAAAAAAAAA' } as Awaited<
  ReturnType<typeof freshRef>
>;

it('one posting moves all that belongs to it, to the cent', async () => {
  const ref = await freshRef(deploy);
  const wanted = posting({ amountMinor: -12_34 });
  const booked = await postEntry(worker, ref, wanted);
  expect(booked).toMatchObject({
    status: 'booked',
    seq: 1,
    balanceMinor: OPENING_MINOR - 12_34,
    entries: 1,
  });

  const month = monthOf(wanted.at, 'UTC');
  const entry = await readEntry(web, ref, 1);
  expect(entry).toEqual({
    status: 'booked',
    account: ref.account,
    seq: 1,
    id: wanted.id,
    counterparty: 'Café Müller',
    description: 'Flat white',
    category: 'coffee',
    type: 'card',
    amountMinor: -12_34,
    balanceAfterMinor: OPENING_MINOR - 12_34,
    at: wanted.at,
  });
  expect(await admin.json.get(keys.entry(ref, 1))).toMatchObject({
    fromAccountName: 'Café Müller',
    toAccount: '1234567890',
    amount: -12_34,
    balanceAfter: OPENING_MINOR - 12_34,
    transactionDate: wanted.at,
    scope: `${ref.user}:${ref.account}`,
    words: 'cafe muller flat white coffee card',
    month,
  });
  expect(await admin.hGetAll(keys.account(ref))).toMatchObject({
    seq: '1',
    balance: String(OPENING_MINOR - 12_34),
    available: String(OPENING_MINOR - 12_34),
    lastAt: String(wanted.at),
  });
  expect({ ...(await admin.hGetAll(keys.totals(ref))) }).toEqual({
    count: '1',
    out: '1234',
    [`count:${month}`]: '1',
    [`out:${month}`]: '1234',
  });
  for (const key of [keys.spenders(ref), keys.spenders(ref, month)]) {
    expect(await admin.zRangeWithScores(key, 0, -1)).toEqual([{ value: 'Café Müller', score: 1234 }]);
  }
  expect(await admin.ts.get(keys.balanceSeries(ref))).toEqual({
    timestamp: wanted.at,
    value: OPENING_MINOR - 12_34,
  });
  const [live] = (await admin.xRange(keys.stream(ref.user), '-', '+')) ?? [];
  expect(live?.id).toBe(booked.status === 'booked' && booked.streamId);
  expect(live?.message).toMatchObject({ account: ref.account, kind: 'booked', seq: '1' });
  expect(JSON.parse(live?.message.row ?? '')).toEqual({
    ...entry,
    availableAfterMinor: OPENING_MINOR - 12_34,
  });
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
});

it('the same id twice is booked once, and the second answer says where', async () => {
  const user = await freshRef(deploy);
  const sibling = await freshRef(deploy, user.user);
  const wanted = posting();
  await postEntry(worker, user, wanted);
  await postEntry(worker, user, posting());
  const before = await everything(admin, user);
  const again = { status: 'already', account: user.account, seq: 1 };
  expect(await postEntry(worker, user, wanted)).toEqual(again);
  expect(await postEntry(other, user, { ...wanted, amountMinor: 99 })).toEqual(again);
  // The id is the customer's: on another account of theirs it is the same posting.
  expect(await postEntry(other, sibling, wanted)).toEqual(again);
  expect(await everything(admin, user)).toEqual(before);
});

it('twenty clicks at the same moment book one entry', async () => {
  const ref = await freshRef(deploy);
  const wanted = posting();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => postEntry(index % 2 ? worker : other, ref, wanted)),
  );
  expect(answers.filter(({ status }) => status === 'booked')).toHaveLength(1);
  expect(answers.every((answer) => 'seq' in answer && answer.seq === 1)).toBe(true);
  expect((await latestEntries(web, ref, { limit: 50 })).items).toHaveLength(1);
});

it('postings at the same moment are dense, and one that had to give up booked nothing', async () => {
  const ref = await freshRef(deploy);
  const wanted = Array.from({ length: 60 }, () => posting({ amountMinor: 7 }));
  const answers = await Promise.allSettled(
    wanted.map((one, index) => postEntry(index % 2 ? worker : other, ref, one)),
  );
  const booked = answers.flatMap((answer) =>
    answer.status === 'fulfilled' && 'seq' in answer.value ? [answer.value.seq] : [],
  );
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
  expect(booked.length).toBeGreaterThanOrEqual(20);
  expect(new Set(refused).size <= 1 && refused.every((code) => code === 'conflict')).toBe(true);
  expect(booked.sort((a, b) => a - b)).toEqual(booked.map((_, index) => index + 1));
  expect(await auditAccount(deploy, ref)).toMatchObject({
    entries: booked.length,
    balanceMinor: OPENING_MINOR + 7 * booked.length,
    faults: [],
  });
});

it('a head that is out of date costs a second try and nothing else', async () => {
  const ref = await freshRef(deploy);
  const stale = await readHead(worker, ref);
  for (let index = 0; index < 3; index++) await postEntry(worker, ref, posting());
  expect(await postEntry(worker, ref, posting(), { head: stale })).toMatchObject({
    status: 'booked',
    seq: 4,
  });
  expect(await postEntry(worker, ref, posting(), { head: { ...stale, seq: 900 } })).toMatchObject({ seq: 5 });
});

it('the time of an account does not go back: an earlier posting follows a millisecond after the last', async () => {
  const ref = await freshRef(deploy);
  const first = posting();
  await postEntry(worker, ref, first);
  await postEntry(worker, ref, posting({ at: first.at - 5000 }));
  await postEntry(worker, ref, posting({ at: first.at }));
  const { items } = await latestEntries(web, ref, { limit: 3 });
  expect(items.map(({ at }) => at - first.at)).toEqual([2, 1, 0]);
});

it('an account that does not exist cannot be posted to', async () => {
  await expect(postEntry(worker, UNKNOWN, posting())).rejects.toMatchObject({ code: 'not_found' });
  const head = { seq: 0, number: '1', name: 'x' };
  await expect(postEntry(worker, UNKNOWN, posting(), { head })).rejects.toMatchObject({ code: 'not_found' });
  expect(await everything(admin, UNKNOWN)).toEqual({});
});

it('what no entry can be is refused before anything is sent', async () => {
  const ref = await freshRef(deploy);
  const before = await everything(admin, ref);
  for (const wrong of [
    { amountMinor: 0 },
    { amountMinor: 1.5 },
    { amountMinor: Number.NaN },
    { amountMinor: 2 ** 53 },
    { counterparty: '' },
    { counterparty: ' Tesco' },
    { counterparty: 'a\u0000b' },
    { counterparty: '\ud800' },
    { id: '' },
    { id: 'a b' },
    { category: 'Coffee' },
    { type: 'gift' as 'card' },
    { at: 0 },
    { seq: 7 },
  ]) {
    await expect(postEntry(worker, ref, posting(wrong)), JSON.stringify(wrong)).rejects.toThrow();
  }
  expect(await everything(admin, ref)).toEqual(before);
});

it('history is quiet: no stream, no wake-up and no key for its ids', async () => {
  const ref = await freshRef(deploy);
  const heard: string[] = [];
  const listener = await redisAs('admin');
  await listener.subscribe(keys.live(ref.user), (text) => heard.push(text));
  const wanted = Array.from({ length: 450 }, () => posting());
  const shown: number[] = [];
  await postHistory(deploy, ref, wanted, (count) => shown.push(count));
  expect(shown.reduce((sum, count) => sum + count, 0)).toBe(450);
  const found = Object.keys(await everything(admin, ref));
  expect(found.filter((key) => /posted:|transactions:/.test(key))).toEqual([]);
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 450, faults: [] });

  const booked = await postEntry(worker, ref, posting());
  const id = booked.status === 'booked' && booked.streamId;
  await expect
    .poll(() => heard)
    .toEqual([
      expect.stringMatching(`^0-0 ${id} booked {.*"balanceAfterMinor":-?\\d+,"availableAfterMinor":-?\\d+}$`),
    ]);
});

it('a history that stops half-way keeps what was booked and books nothing after the fault', async () => {
  const ref = await freshRef(deploy);
  const wanted = Array.from({ length: 20 }, () => posting());
  const late = wanted.with(10, { ...posting(), at: wanted[3]?.at ?? 0 });
  await expect(postHistory(deploy, ref, late)).rejects.toMatchObject({ code: 'conflict' });
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 10, faults: [] });
  await postHistory(deploy, ref, wanted.slice(10));
  expect(await auditAccount(deploy, ref)).toMatchObject({ entries: 20, faults: [] });
});

it('an account whose last entry lies in the future, since a clock was ahead, is booked to at once', async () => {
  const ahead = Date.now() + HOUR;
  const ref = await freshRef(deploy, undefined, ahead);
  expect(await postEntry(worker, ref, posting())).toMatchObject({ status: 'booked', seq: 1 });
  expect((await readEntry(web, ref, 1)).at).toBe(ahead + 1);
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
});
