import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createUser } from '#lib/identity/users.ts';
import type { AccountRef, SessionId } from '#lib/ids.ts';
import { authorize, endPending, pendingRows } from '#lib/ledger/authorize.ts';
import type { Pending } from '#lib/ledger/ledger-entry.ts';
import { postEntry } from '#lib/ledger/post.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { openStreamCount } from '#lib/live/event-stream.ts';
import { lastStreamId } from '#lib/live/live-log.ts';
import { keys } from '#lib/redis/keys.ts';
import { listenTo, range } from '#tests/integration/live/live-helpers.ts';
import { type Customer, newCustomer, type Signed, servedBank, signedIn, somePostings } from './api-world.ts';

const { redis, bank } = await servedBank();

/** A stream over the wire, read as a client does. */
async function listen(path: string, headers: Record<string, string>) {
  const { request, answered } = bank.open(path, { headers });
  const response = await answered;
  request.on('error', () => undefined);
  const { status, stream } = {
    status: response.statusCode,
    stream: listenTo(Readable.toWeb(response) as ReadableStream<Uint8Array>),
  };
  return Object.assign(stream, { status, headers: response.headers, hangUp: () => request.destroy() });
}

async function newListener(): Promise<{
  customer: Customer;
  ref: AccountRef;
  me: Signed & Record<string, string>;
}> {
  const customer = await newCustomer(redis);
  const [ref] = customer.refs;
  if (!ref) throw new Error('no account');
  return { customer, ref, me: await signedIn(redis, customer.user) };
}

/** As after a step-up in each session of a customer, whose token would be another. */
async function steppedUp(user: Customer['user']): Promise<void> {
  for (const sid of await redis.zRange(keys.sessions(user), 0, -1)) {
    await redis.json.set(keys.session(user, sid as SessionId), '$.stepUpAt', Date.now());
  }
}

let posted = 0;
async function post(ref: AccountRef, count: number): Promise<void> {
  for (const posting of somePostings(count, 50)) {
    posted += 1;
    await postEntry(redis, ref, { ...posting, id: `live-${posted}`, at: Date.now() });
  }
}

describe('the live stream', () => {
  test('is an event stream that nobody on the way keeps, packs or holds back', async () => {
    const { me } = await newListener();
    const stream = await listen('/api/events', me);
    expect(stream.status).toBe(200);
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers['cache-control']).toBe('no-store, no-transform');
    expect(stream.headers['x-accel-buffering']).toBe('no');
    expect(stream.headers['content-length']).toBeUndefined();
    stream.hangUp();
  });

  test('tells what was posted after the id, then what is being posted, each once and in order', async () => {
    const { customer, ref, me } = await newListener();
    await post(ref, 3);
    const after = await lastStreamId(redis, customer.user);
    await post(ref, 4);
    const stream = await listen(`/api/events?after=${after}`, me);
    await post(ref, 5);
    await stream.until(() => stream.seqs().length >= 9);
    expect(stream.seqs()).toEqual(range(4, 12));
    expect(stream.events()).toEqual(['start', ...range(4, 12).map(() => 'transaction')]);
    stream.hangUp();
  });

  test('tells each entry as the API shows it, with the balances after it', async () => {
    const { ref, me } = await newListener();
    const stream = await listen('/api/events?after=0-0', me);
    await post(ref, 1);
    await stream.until(() => stream.seqs().length > 0);
    const told = stream.told.find((one) => one.event === 'transaction');
    const { json } = await bank.ask(`/api/accounts/${ref.account}/transactions/1`, { headers: me });
    const { balanceAfterMinor, availableAfterMinor } = json as EntryView;
    expect(told?.data).toEqual({
      kind: 'booked',
      entry: json,
      balanceMinor: balanceAfterMinor,
      availableMinor: availableAfterMinor ?? balanceAfterMinor,
    });
    stream.hangUp();
  });

  test('tells of a pending transaction as lists show it, what becomes of it, and what is left to spend', async () => {
    const { ref, me } = await newListener();
    const stream = await listen('/api/events?after=0-0', me);
    const [one, other, tooMuch] = somePostings(3, 50).map((posting, at) => ({
      ...posting,
      id: `pending-${ref.account}-${at}`,
      amountMinor: at === 2 ? -1_000_000_000 : -10_00,
      at: Date.now() + at,
      expiresAt: Date.now() + 60_000,
    })) as [Pending, Pending, Pending];
    await authorize(redis, ref, one);
    const [row] = await pendingRows(redis, ref);
    await authorize(redis, ref, other);
    await authorize(redis, ref, tooMuch);
    await endPending(redis, ref, other, { at: Date.now(), kind: 'voided' });
    const { expiresAt, ...posting } = one;
    await postEntry(redis, ref, { ...posting, at: Date.now() }, { posts: true });
    await stream.until(() => stream.told.length >= 6);
    const [, first, , ...rest] = stream.told.map((told) => ('data' in told ? told.data : null));
    if (!first || !('pending' in first)) throw new Error('nothing is pending');
    const { balanceMinor } = first;
    expect(first).toEqual({
      kind: 'authorized',
      pending: row,
      balanceMinor,
      availableMinor: balanceMinor - 10_00,
    });
    expect(rest).toMatchObject([
      {
        kind: 'declined',
        pending: { id: tooMuch.id },
        balanceMinor,
        availableMinor: balanceMinor - 20_00,
      },
      { kind: 'voided', pending: { id: other.id }, balanceMinor, availableMinor: balanceMinor - 10_00 },
      {
        kind: 'posted',
        entry: { id: one.id, seq: 1 },
        balanceMinor: balanceMinor - 10_00,
        availableMinor: balanceMinor - 10_00,
      },
    ]);
    stream.hangUp();
  });

  test('tells every page of the customer that a merchant got another category, or its own back', async () => {
    const { customer, me } = await newListener();
    const other = await listen('/api/events', await signedIn(redis, customer.user));
    const path = '/api/me/categories';
    const headers = { ...me, 'content-type': 'application/json' };
    const body = JSON.stringify({ counterparty: 'Costco', category: 'groceries' });
    const told = () => other.told.filter((one) => one.event === 'session').map(({ data }) => data);
    for (const [at, change] of [
      () => bank.ask(path, { method: 'PUT', headers, body }),
      () => bank.ask(`${path}?counterparty=Costco`, { method: 'DELETE', headers: me }),
    ].entries()) {
      expect((await change()).status).toBe(204);
      await other.until(() => told().length > at);
    }
    expect(told()).toEqual([{ kind: 'categories' }, { kind: 'categories' }]);
    other.hangUp();
  });

  test('goes on after Last-Event-ID, whatever the address says', async () => {
    const { ref, me } = await newListener();
    const first = await listen('/api/events?after=0-0', me);
    await post(ref, 3);
    await first.until(() => first.seqs().length === 3);
    const last = first.told.at(-1);
    first.hangUp();
    await post(ref, 2);
    const second = await listen('/api/events?after=0-0', {
      ...me,
      'last-event-id': last && 'id' in last ? last.id : '',
    });
    await second.until(() => second.seqs().length >= 2);
    expect(second.seqs()).toEqual([4, 5]);
    second.hangUp();
  });

  test('without a place to begin, begins with the next posting', async () => {
    const { ref, me } = await newListener();
    await post(ref, 3);
    const stream = await listen('/api/events', me);
    await post(ref, 1);
    await stream.until(() => stream.seqs().length > 0);
    expect(stream.seqs()).toEqual([4]);
    stream.hangUp();
  });

  test.each(['1-1', '9999999999999-0', '1700000000000-5'])(
    'says reset when it cannot go on from %s, and then goes on',
    async (unknown) => {
      const { ref, me } = await newListener();
      await post(ref, 2);
      const stream = await listen(`/api/events?after=${unknown}`, me);
      await stream.until(() => stream.events().includes('reset'));
      await post(ref, 1);
      await stream.until(() => stream.seqs().length > 0);
      expect(stream.seqs()).toEqual([3]);
      stream.hangUp();
    },
  );

  test('tells nothing of other customers', async () => {
    const [one, other] = [await newListener(), await newListener()];
    const stream = await listen('/api/events?after=0-0', one.me);
    await post(other.ref, 3);
    await post(one.ref, 1);
    await stream.until(() => stream.seqs().length > 0);
    expect(
      stream.told.flatMap((told) => (told.event === 'transaction' ? [told.data.entry.account] : [])),
    ).toEqual([one.ref.account]);
    stream.hangUp();
  });

  test('a Last-Event-ID that is none is refused', async () => {
    const { me } = await newListener();
    const answer = await bank.ask('/api/events', { headers: { ...me, 'last-event-id': 'x' } });
    expect(answer.json).toMatchObject({ status: 400, code: 'bad_request' });
  });

  test('a client that hangs up leaves no listener and no subscription', async () => {
    const { customer, me } = await newListener();
    const before = openStreamCount();
    const stream = await listen('/api/events', me);
    expect(openStreamCount()).toBe(before + 1);
    stream.hangUp();
    await expect.poll(openStreamCount).toBe(before);
    const channels = async () =>
      Object.values(await redis.pubSubNumSub([keys.live(customer.user), keys.signal(customer.user)])).map(
        Number,
      );
    await expect.poll(channels).toEqual([0, 0]);
  });

  test('a HEAD request opens no stream that stays', async () => {
    const { me } = await newListener();
    const before = openStreamCount();
    expect((await bank.ask('/api/events', { method: 'HEAD', headers: me })).status).toBe(200);
    expect(openStreamCount()).toBe(before);
  });
});

describe('the stream ends with its session, and says why', () => {
  test('when its own session signs out', async () => {
    const { me } = await newListener();
    const stream = await listen('/api/events', me);
    const answer = await bank.ask('/api/auth/logout', { method: 'POST', headers: me });
    expect(answer.status).toBe(204);
    await stream.until(() => stream.ended);
    expect(stream.told.at(-1)).toEqual({ event: 'session', data: { kind: 'ended', reason: 'signed_out' } });
    const again = await bank.ask('/api/events', { headers: me });
    expect(again.json).toMatchObject({ status: 401, code: 'session_ended', reason: 'signed_out' });
  });

  test('when all other sessions are ended, and then the one that did it goes on', async () => {
    const { customer, ref, me } = await newListener();
    const others = await Promise.all([
      signedIn(redis, customer.user),
      signedIn(redis, customer.user, 'bearer'),
    ]);
    const streams = await Promise.all(others.map((headers) => listen('/api/events', headers)));
    const own = await listen('/api/events', me);
    const refused = await bank.ask('/api/sessions?except=current', { method: 'DELETE', headers: me });
    expect(refused.json).toMatchObject({ status: 403, code: 'step_up_required' });
    await steppedUp(customer.user);
    const answer = await bank.ask('/api/sessions?except=current', { method: 'DELETE', headers: me });
    expect(answer.status).toBe(204);
    for (const stream of streams) {
      await stream.until(() => stream.ended);
      expect(stream.told.at(-1)).toEqual({
        event: 'session',
        data: { kind: 'ended', reason: 'revoked_all' },
      });
    }
    await post(ref, 1);
    await own.until(() => own.seqs().length > 0);
    expect(own.ended).toBe(false);
    own.hangUp();
  });

  test('the stream goes on when its token is replaced: the session lives on under a new one', async () => {
    const username = `e${randomBytes(6).toString('hex')}`;
    const profile = { name: 'Test Person', dateOfBirth: '1990-01-01', email: 'test@redisbank.example' };
    const { user } = await createUser(redis, {
      username,
      password: 'foobared',
      role: 'user',
      accounts: [],
      profile,
    });
    const given = (path: string, body: object, headers = {}) =>
      bank.ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const login = await given('/api/auth/login', { username, password: 'foobared', mode: 'bearer' });
    const before = { authorization: `Bearer ${login.json.token}` };
    const stream = await listen('/api/events', before);
    const stepUp = await given('/api/auth/step-up', { password: 'foobared' }, before);
    expect(stepUp.status).toBe(200);
    await redis.publish(keys.signal(user), JSON.stringify({ kind: 'created', sid: 'another' }));
    expect((await bank.ask('/api/session', { headers: before })).json).toMatchObject({
      code: 'session_rotated',
    });
    const after = { authorization: `Bearer ${stepUp.json.token}` };
    expect((await bank.ask('/api/session', { headers: after })).status).toBe(200);
    expect(stream.ended).toBe(false);
    expect(stream.events()).toEqual(['start']);
    stream.hangUp();
  });

  test('an open stream is no sign of life', async () => {
    const { customer, me } = await newListener();
    const sid = (await bank.ask('/api/session', { headers: { ...me, 'x-activity': 'background' } })).json.sid;
    // As if the last activity was longer ago than a touch waits.
    await redis.json.set(keys.session(customer.user, sid), '$.lastActiveAt', Date.now() - 10 * 60_000);
    const before = await redis.json.get(keys.session(customer.user, sid));
    const stream = await listen('/api/events', me);
    await stream.until(() => stream.events().includes('start'));
    for (const path of ['/api/accounts', '/api/session']) {
      await bank.ask(path, { headers: { ...me, 'x-activity': 'background' } });
    }
    const lastActiveAt = async () =>
      ((await redis.json.get(keys.session(customer.user, sid))) as { lastActiveAt: number }).lastActiveAt;
    expect(await lastActiveAt()).toBe((before as { lastActiveAt: number }).lastActiveAt);
    await bank.ask('/api/session', { headers: me });
    expect(await lastActiveAt()).toBeGreaterThan(Date.now() - 60_000);
    stream.hangUp();
  });
});
