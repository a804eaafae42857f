/** Pending transactions: authorized, then posted, voided or expired, each once; what they reserve, and what is refused. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { authorize, endPending, findPending, pendingRows, readPending } from '#lib/ledger/authorize.ts';
import type { Pending } from '#lib/ledger/ledger-entry.ts';
import { mendPending } from '#lib/ledger/mend-pending.ts';
import { MAX_PENDING } from '#lib/ledger/pending.ts';
import { type PostOptions, postEntry } from '#lib/ledger/post.ts';
import { readEntry } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';
import { everything, freshRef, OPENING_MINOR, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, web, worker, other] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('web'),
  redisAs('worker'),
  redisAs('worker'),
]);

let ref: AccountRef;
beforeEach(async () => {
  ref = await freshRef(deploy);
});

const pending = (changes: Partial<Pending> = {}): Pending => {
  const { authorizedMinor, adjusted, payment, ...one } = posting();
  return { ...one, amountMinor: -10_00, expiresAt: one.at + DAY, ...changes };
};
const authorized = async (changes: Partial<Pending> = {}, of = ref) => {
  const one = pending(changes);
  expect(await authorize(worker, of, one)).toMatchObject({ status: 'authorized' });
  return one;
};
const post = (
  { expiresAt, ...one }: Pending,
  amountMinor = one.amountMinor,
  options: PostOptions = {},
  of = ref,
) => postEntry(worker, of, { ...one, amountMinor, at: one.at + 1 }, { posts: true, ...options });
const end = (one: Pending, kind: 'voided' | 'expired' = 'voided', at = one.at + MINUTE) =>
  endPending(worker, ref, one, { at, kind });

const money = async (of = ref) => {
  const [balance, available] = await web.hmGet(keys.account(of), ['balance', 'available']);
  return [Number(balance) - OPENING_MINOR, Number(available) - OPENING_MINOR];
};
const events = async () =>
  ((await admin.xRange(keys.stream(ref.user), '-', '+')) ?? []).map(({ message }) => [
    message.kind,
    message.seq,
    JSON.parse(message.row ?? ''),
  ]);
const right = async (of = ref) => expect(await auditAccount(deploy, of)).toMatchObject({ faults: [] });
/** What is done changes not one byte of what Redis has of the customer. */
async function unchanged<T>(work: () => Promise<T>): Promise<T> {
  const before = await everything(admin, ref);
  const result = await work();
  expect(await everything(admin, ref)).toEqual(before);
  return result;
}

it('reserves what leaves, and is an entry with the same id once it is posted with its final amount', async () => {
  const one = await authorized();
  expect(await money()).toEqual([0, -10_00]);
  expect(await pendingRows(web, ref)).toMatchObject([{ status: 'pending', id: one.id, amountMinor: -10_00 }]);
  expect(await findPending(web, ref, one.id)).toMatchObject({ pending: { id: one.id } });
  await right();

  await postEntry(worker, ref, posting({ amountMinor: 50_00 }));
  expect(await money()).toEqual([50_00, 40_00]);
  const final = { authorizedMinor: -10_00, adjusted: 'tip' as const };
  const { expiresAt, ...rest } = one;
  expect(
    await postEntry(worker, ref, { ...rest, ...final, amountMinor: -11_50 }, { posts: true }),
  ).toMatchObject({ status: 'booked', seq: 2, availableMinor: OPENING_MINOR + 38_50 });
  expect(await money()).toEqual([38_50, 38_50]);
  expect(await readPending(web, ref)).toEqual([]);
  expect(await findPending(web, ref, one.id)).toEqual({ seq: 2 });
  expect(await readEntry(web, ref, 2)).toMatchObject({
    status: 'booked',
    id: one.id,
    amountMinor: -11_50,
    ...final,
    balanceAfterMinor: OPENING_MINOR + 38_50,
  });
  expect((await events()).map(([kind, seq]) => [kind, seq])).toEqual([
    ['authorized', '0'],
    ['booked', '1'],
    ['posted', '2'],
  ]);
  await right();
});

it.each(['voided', 'expired'] as const)(
  '%s, its money is available again and no entry is left',
  async (kind) => {
    const one = await authorized();
    expect(
      await end(one, kind, one.expiresAt > Date.now() && kind === 'expired' ? 0 : one.at + 1).catch(
        (error) => error.code,
      ),
    ).toEqual(kind === 'expired' ? 'conflict' : expect.objectContaining({ status: 'voided' }));
    if (kind === 'expired') {
      await admin.json.set(keys.pending(ref), `$["${one.id}"].expiresAt`, one.at + 1);
      expect(await end(one, kind)).toMatchObject({ status: 'expired', availableMinor: OPENING_MINOR });
    }
    expect(await money()).toEqual([0, 0]);
    expect(await readPending(web, ref)).toEqual([]);
    expect(await findPending(web, ref, one.id)).toBeNull();
    const balances = { balanceMinor: OPENING_MINOR, availableMinor: OPENING_MINOR };
    expect((await events()).at(-1)).toEqual([
      kind,
      '0',
      expect.objectContaining({ id: one.id, ...balances }),
    ]);
    await right();
  },
);

it('money that arrives is shown and does not count until it is posted', async () => {
  const one = await authorized({ amountMinor: 25_00 });
  expect(await money()).toEqual([0, 0]);
  await right();
  await post(one);
  expect(await money()).toEqual([25_00, 25_00]);
  const gone = await authorized({ amountMinor: 25_00 });
  await end(gone);
  expect(await money()).toEqual([25_00, 25_00]);
  await right();
});

describe('nothing is written when', () => {
  it('a pending transaction is posted twice', async () => {
    const one = await authorized();
    await post(one);
    expect(await unchanged(() => post(one))).toMatchObject({ status: 'already', seq: 1 });
    await admin.del(keys.posted(ref.user, one.id));
    expect(await unchanged(() => post(one))).toEqual({ status: 'not_pending' });
  });

  it('one that was voided is posted', async () => {
    const one = await authorized();
    await end(one);
    expect(await unchanged(() => post(one))).toEqual({ status: 'not_pending' });
  });

  it('one that was posted is voided, expires, or is authorized again', async () => {
    const one = await authorized();
    await post(one);
    expect(await unchanged(() => end(one))).toEqual({ status: 'not_pending' });
    expect(await unchanged(() => end(one, 'expired'))).toEqual({ status: 'not_pending' });
    expect(await unchanged(() => authorize(worker, ref, one))).toEqual({ status: 'already' });
  });

  it('one is authorized twice', async () => {
    const one = await authorized();
    expect(await unchanged(() => authorize(worker, ref, one))).toEqual({ status: 'already' });
  });

  it('it is posted with more than a fifth above what was authorized, or with another sign', async () => {
    const one = await authorized();
    for (const amountMinor of [-12_01, 10_00, -(2 ** 53 - 1)]) {
      const refused = unchanged(() => post(one, amountMinor).catch((error) => error.code));
      expect(await refused, String(amountMinor)).toBe('internal');
    }
    expect(await post(one, -12_00)).toMatchObject({
      status: 'booked',
      availableMinor: OPENING_MINOR - 12_00,
    });
    const refund = await authorized({ amountMinor: 10_00 });
    for (const amountMinor of [12_01, -10_00]) {
      const refused = unchanged(() => post(refund, amountMinor).catch((error) => error.code));
      expect(await refused, String(amountMinor)).toBe('internal');
    }
    expect(await post(refund, 1)).toMatchObject({ status: 'booked' });
    await right();
  });

  it('it is posted to another account of the customer', async () => {
    const sibling = await freshRef(deploy, ref.user);
    const one = await authorized();
    expect(await unchanged(() => post(one, one.amountMinor, {}, sibling))).toEqual({ status: 'not_pending' });
  });

  it('it expires before its time', async () => {
    const one = await authorized({ expiresAt: Date.now() + HOUR });
    await expect(unchanged(() => end(one, 'expired'))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('there are six', async () => {
    for (let made = 0; made < MAX_PENDING; made++) await authorized({ amountMinor: -1_00 });
    expect(await unchanged(() => authorize(worker, ref, pending()))).toEqual({ status: 'full' });
    expect(await money()).toEqual([0, -6_00]);
    await right();
  });

  it('its amount or its id is none', async () => {
    for (const wrong of [
      { amountMinor: 0 },
      { amountMinor: 0.5 },
      { id: 'a"]b' },
      { id: '' },
      { expiresAt: 0 },
    ]) {
      await unchanged(() => expect(async () => authorize(worker, ref, pending(wrong))).rejects.toThrow());
    }
  });

  it('the account does not exist', async () => {
    const unknown = { ...ref, account: 'a_AAAAAAAAAA' as AccountRef['account'] };
    await unchanged(async () => {
      await expect(authorize(worker, unknown, pending())).rejects.toMatchObject({ code: 'not_found' });
    });
  });
});

it('a purchase over what is available is declined: it is told, and never pending', async () => {
  await authorized({ amountMinor: -(OPENING_MINOR - 5_00) });
  expect(await authorize(worker, ref, pending({ amountMinor: -5_01 }))).toMatchObject({
    status: 'declined',
    availableMinor: 5_00,
  });
  expect(await readPending(web, ref)).toHaveLength(1);
  expect((await events()).at(-1)).toEqual([
    'declined',
    '0',
    expect.objectContaining({ availableMinor: 5_00 }),
  ]);
  await authorized({ amountMinor: -5_00 });
  expect(await money()).toEqual([0, -OPENING_MINOR]);
});

it('two purchases at once never reserve more than there is', async () => {
  const answers = await Promise.all(
    [worker, other, worker, other].map((redis) => authorize(redis, ref, pending({ amountMinor: -400_00 }))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([
    'authorized',
    'authorized',
    'declined',
    'declined',
  ]);
  expect(await money()).toEqual([0, -800_00]);
});

it('whatever two workers do at the same tick, one event happens', async () => {
  const mark = { tick: 7, field: 'drawn' as const, value: 'a 1' };
  const first = await authorized();
  const answers = await Promise.all([
    authorize(worker, ref, pending(), mark),
    authorize(other, ref, pending(), mark),
    post(first, first.amountMinor, { mark }),
    postEntry(other, ref, posting(), { mark }),
    endPending(other, ref, first, { at: first.at, kind: 'voided', mark }),
  ]);
  expect(answers.filter(({ status }) => status !== 'again')).toHaveLength(1);
  const { kind, value } = { kind: 'a 1', value: await admin.hmGet(keys.account(ref), ['tick', 'drawn']) };
  expect(value).toEqual(['7', kind]);
  await unchanged(() => authorize(worker, ref, pending(), { tick: 6 }));
  expect(await authorize(worker, ref, pending(), { tick: 8 })).toMatchObject({ status: 'authorized' });
  await right();
});

describe('damaged pending data', () => {
  const damages: [what: string, (one: Pending) => Promise<unknown>, named: RegExp, left: number][] = [
    [
      'an element of another shape',
      (one) => admin.json.set(keys.pending(ref), `$["${one.id}"]`, { a: 1 }),
      /is no pending transaction/,
      1,
    ],
    [
      'an element under another id',
      (one) => admin.json.set(keys.pending(ref), `$["${one.id}"].id`, 'x'),
      /is no pending transaction/,
      1,
    ],
    ['no object', () => admin.json.set(keys.pending(ref), '$', [1]), /pending is no object/, 0],
    [
      'another type',
      () => admin.del(keys.pending(ref)).then(() => admin.set(keys.pending(ref), '{}')),
      /pending is a string/,
      0,
    ],
    [
      'gone',
      () => admin.del(keys.pending(ref)),
      /available is 985\.00, the balance less what is pending 1000\.00/,
      0,
    ],
    [
      'an amount',
      (one) => admin.json.set(keys.pending(ref), `$["${one.id}"].amountMinor`, -9_00),
      /the balance less what is pending 986\.00/,
      2,
    ],
  ];
  it.each(damages)(
    '%s: the audit names it, the account goes on, and it is mended',
    async (_, damage, named, left) => {
      const one = await authorized();
      await authorized({ amountMinor: -5_00 });
      await damage(one);
      const audit = await auditAccount(deploy, ref);
      expect(audit?.faults.join('\n')).toMatch(named);
      expect(audit?.isMendable).toBe(true);
      expect(await postEntry(worker, ref, posting({ amountMinor: -1_00 }))).toMatchObject({
        status: 'booked',
      });
      const kept = await readPending(web, ref).catch(() => []);
      expect(await mendPending(deploy, ref)).toMatchObject({
        availableMinor: OPENING_MINOR - 1_00 + kept.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      });
      expect(await readPending(web, ref)).toHaveLength(left);
      await right();
      expect(await unchanged(() => mendPending(deploy, ref))).toBeNull();
      await authorized();
      await right();
    },
  );

  it('what is available, altered by hand, is mended; with a balance that is wrong, nothing is', async () => {
    await authorized();
    await admin.hIncrBy(keys.account(ref), 'available', 7);
    expect(await auditAccount(deploy, ref)).toMatchObject({ isMendable: true });
    expect(await mendPending(deploy, ref)).toEqual({ faults: [], availableMinor: OPENING_MINOR - 10_00 });
    await right();
    await admin.hIncrBy(keys.account(ref), 'balance', 7);
    expect(await auditAccount(deploy, ref)).toMatchObject({ isMendable: false });
  });

  it('one that was booked, and a seventh, are named', async () => {
    const one = await authorized();
    await post(one);
    const path = (id: string) => `$["${id}"]`;
    await admin.json.set(keys.pending(ref), path(one.id), one);
    for (let more = 0; more < MAX_PENDING; more++) {
      const another = pending();
      await admin.json.set(keys.pending(ref), path(another.id), another);
    }
    const faults = (await auditAccount(deploy, ref))?.faults.join('\n');
    expect(faults).toMatch(`pending ${one.id} was booked`);
    expect(faults).toMatch('7 transactions are pending');
  });
});
