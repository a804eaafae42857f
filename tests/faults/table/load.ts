/**
 * Customers of a bank under faults: 20 postings, 10 notes, a sign-in and a sign-out a second, pages, rows, and streams
 * that come back where they ended. Everything that is written has a number.
 */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { findUserTag } from '#lib/identity/users.ts';
import type { AccountRef } from '#lib/ids.ts';
import { listAccounts } from '#lib/ledger/accounts.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { lastStreamId } from '#lib/live/live-log.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { SECOND } from '#lib/time.ts';
import { numberedPostings } from '#tests/faults/numbered-postings.ts';
import { listenTo } from '#tests/integration/live/live-helpers.ts';
import { type Kind, Recorded } from './record.ts';
import type { Answered, World } from './world.ts';

const EVERY_MS = { posting: 50, note: 100, 'sign-in': SECOND, page: 250, rows: 500 };
const PEOPLE = ['bob', 'alice', 'carol'];
const PASSWORD = 'foobared';
const STREAMS_EACH = 2;
const COME_BACK_AFTER_MS = 200;
const NOTED_ENTRIES = 400;
/** Of an answer that must not be. */
const SHOWN = 200;
/** Promise 3 of the design. */
const DEAD_WITHIN_MS = SECOND;
/** What an answer to a customer never holds: traces, files, addresses and Redis' own words. */
const INTERNALS =
  /\n\s+at |node_modules|\.(?:ts|m?js|lua):\d|rediss?:\/\/|ECONN|EPIPE|MISCONF|NOAUTH|LOADING|@user_script/;

const rowsSchema = z.object({ items: z.array(z.object({ seq: z.number(), id: z.string() })) });

type Person = { name: string; cookie: string; refs: AccountRef[] };
/** What was told of each account since the last reset, after which a client loads its data anew. */
type Stream = { seqs: Map<string, number[]>; resets: number; stop: () => Promise<void> };

export type Load = Awaited<ReturnType<typeof startLoad>>;

let sources = 0;

const newPosting = numberedPostings('fault', SECOND);

/** Each from an address of its own, as the throttle counts by address. */
const signIn = (world: World, username: string, mode: 'cookie' | 'bearer') => {
  sources += 1;
  return world.ask('/api/auth/login', {
    method: 'POST',
    headers: { 'x-forwarded-for': `198.51.${(sources >> 8) & 255}.${sources & 255}` },
    body: { username, password: PASSWORD, mode },
  });
};

async function personOf(world: World, name: string): Promise<Person> {
  const user = await findUserTag(world.admin, name);
  if (!user) throw new Error(`there is no ${name}`);
  const accounts = await listAccounts(world.admin, user);
  const answer = await signIn(world, name, 'cookie');
  if (answer.status !== 200) throw new Error(`${name} was not let in: ${answer.status} ${answer.text}`);
  const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
  return { name, cookie, refs: accounts.map(({ id }) => ({ user, account: id })) };
}

export async function startLoad(world: World) {
  const recorded = new Recorded();
  const people = await Promise.all(PEOPLE.map((name) => personOf(world, name)));
  const [bob] = people;
  const noted = bob?.refs[0];
  if (!bob || !noted) throw new Error('bob has no account');
  const refs = people.flatMap(({ refs }) => refs);
  const newest = (await listAccounts(world.admin, noted.user))[0]?.seq ?? 0;
  const books = await connectRedis(world.wired.worker, { name: 'fault-postings', deadlineMs: SECOND });
  const begun = { posting: 0, note: 0, 'sign-in': 0, page: 0, rows: 0 };
  const turn = (kind: keyof typeof begun) => begun[kind]++;

  /** A 5xx says that there is an outage and when to come back, and nothing of ours. */
  const judge = (path: string, { status, headers, text }: Answered): boolean => {
    if (status >= 500) {
      const found = INTERNALS.exec(text)?.[0];
      if (found) recorded.wrong.push(`${path} answered ${status} with ${JSON.stringify(found)}`);
      if (status !== 503 || !headers['retry-after'] || text === '')
        recorded.wrong.push(
          `${path} answered ${status}, Retry-After ${headers['retry-after']}: ${text.slice(0, SHOWN)}`,
        );
    }
    if (status >= 300) recorded.fail(String(status));
    return status < 300;
  };
  const failed = (error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    recorded.fail(code ?? message);
  };
  const asked = async (kind: Kind, path: string, ...rest: [Parameters<World['ask']>[1]?]) => {
    const sentAt = performance.now();
    const answer = await world.ask(path, ...rest);
    if (!judge(path, answer)) return null;
    recorded.succeed(kind, sentAt);
    return answer;
  };

  const work: Record<keyof typeof begun, () => Promise<void>> = {
    async posting() {
      const ref = refs[turn('posting') % refs.length] ?? noted;
      const sent = { ref, posting: newPosting() };
      recorded.postings.set(sent.posting.id, sent);
      const sentAt = performance.now();
      const booked = await postEntry(books, ref, sent.posting).catch(() => null);
      const seq = booked && 'seq' in booked ? booked.seq : null;
      if (seq === null) return recorded.fail('no posting');
      recorded.postings.set(sent.posting.id, { ...sent, seq });
      recorded.show(ref.account, seq, sent.posting.id);
      recorded.succeed('posting', sentAt);
    },
    async note() {
      const number = turn('note');
      const seq = newest - (number % NOTED_ENTRIES);
      const text = `note ${number} of ${recorded.startedAt.toFixed()}`;
      const known = recorded.notes.get(seq) ?? { acknowledged: '', unknown: [] };
      recorded.notes.set(seq, known);
      known.unknown.push(text);
      const path = `/api/accounts/${noted.account}/transactions/${seq}/note`;
      const body = { text, tags: [] };
      if (!(await asked('note', path, { method: 'PUT', headers: { cookie: bob.cookie }, body }))) return;
      known.acknowledged = text;
      known.unknown.splice(known.unknown.indexOf(text), 1);
    },
    async 'sign-in'() {
      const name = PEOPLE[turn('sign-in') % PEOPLE.length] ?? 'bob';
      const sentAt = performance.now();
      const answer = await signIn(world, name, 'bearer');
      if (judge('/api/auth/login', answer)) {
        recorded.living.push(`Bearer ${JSON.parse(answer.text).token}`);
        recorded.succeed('sign-in', sentAt);
      }
      if (recorded.living.length > PEOPLE.length) await endOldest();
    },
    async page() {
      const person = people[turn('page') % people.length] ?? bob;
      const path = begun.page % 2 ? '/overview' : `/transactions?account=${person.refs[0]?.account}`;
      const answer = await asked('page', path, { headers: { cookie: person.cookie, accept: 'text/html' } });
      for (const [, account = '', seq] of answer?.text.matchAll(/\/transactions\/(a_\w+)\/(\d+)/g) ?? [])
        recorded.show(account, Number(seq));
    },
    async rows() {
      const person = people[turn('rows') % people.length] ?? bob;
      const account = person.refs[0]?.account ?? '';
      const path = `/api/accounts/${account}/transactions?limit=20`;
      const answer = await asked('rows', path, { headers: { cookie: person.cookie } });
      if (!answer) return;
      for (const { seq, id } of rowsSchema.parse(JSON.parse(answer.text)).items)
        recorded.show(account, seq, id);
    },
  };

  /** Ends a session. A second after the answer no web process lets it in any more. */
  async function endOldest() {
    const bearer = recorded.living.shift();
    if (!bearer) return;
    const headers = { authorization: bearer };
    const { status } = await world.ask('/api/auth/logout', { method: 'POST', headers });
    if (status !== 204) return;
    await sleep(DEAD_WITHIN_MS);
    for (const web of world.webs) {
      const answer = await world.ask('/api/session', { headers }, web).catch(() => null);
      if (answer && answer.status < 300) recorded.wrong.push('a session that was ended a second ago answers');
    }
    recorded.ended.push(bearer);
  }

  const streams = await Promise.all(
    people.flatMap((person) =>
      Array.from({ length: STREAMS_EACH }, async () =>
        keepListening(world, recorded, person, await lastStreamId(world.admin, streamOwner(person))),
      ),
    ),
  );
  const underWay = new Set<Promise<void>>();
  const timers = Object.entries(work).map(([kind, once]) =>
    setInterval(
      () => {
        const running: Promise<void> = once()
          .catch(failed)
          .finally(() => underWay.delete(running));
        underWay.add(running);
      },
      EVERY_MS[kind as keyof typeof EVERY_MS],
    ),
  );
  const stop = async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(underWay);
    await untilTold(world.admin, refs, streams).catch(() => {});
    await Promise.all(streams.map((stream) => stream.stop()));
    books.destroy();
  };
  let stopped: Promise<void> | undefined;
  return {
    recorded,
    refs,
    streams,
    /** The account that notes are written for. */
    noted,
    /** When nothing is under way any more, and the streams have told what they can. */
    stop: () => (stopped ??= stop()),
  };
}

const streamOwner = ({ refs, name }: Person) => {
  const [ref] = refs;
  if (!ref) throw new Error(`${name} has no account`);
  return ref.user;
};

/** Whoever is behind when the load ends gets a few seconds. */
async function untilTold(admin: Redis, refs: readonly AccountRef[], streams: readonly Stream[]) {
  const late = performance.now() + 5 * SECOND;
  const behind = async () => {
    for (const ref of refs) {
      const account = (await listAccounts(admin, ref.user)).find(({ id }) => id === ref.account);
      const told = streams.flatMap(({ seqs }) => seqs.get(ref.account)?.at(-1) ?? []);
      if (told.some((seq) => seq < (account?.seq ?? 0))) return true;
    }
    return false;
  };
  while ((await behind()) && performance.now() < late) await sleep(100);
}

/** One stream after another, each begun where the one before ended, as a browser does. */
function keepListening(world: World, recorded: Recorded, person: Person, after: string): Stream {
  const seqs = new Map<string, number[]>();
  const heard: Stream = { seqs, resets: 0, stop: async () => {} };
  let last = after;
  let going = true;
  let hangUp = () => {};
  const listenOnce = async () => {
    const headers = { cookie: person.cookie, accept: 'text/event-stream', 'last-event-id': last };
    const answer = await world.send('/api/events', { headers });
    if (answer.statusCode !== 200) {
      recorded.fail(String(answer.statusCode));
      return answer.destroy();
    }
    hangUp = () => answer.destroy();
    const stream = listenTo(Readable.toWeb(answer) as ReadableStream<Uint8Array>);
    let taken = 0;
    const take = () => {
      for (; taken < stream.told.length; taken++) {
        const told = stream.told[taken];
        if (told?.event === 'reset') {
          heard.resets += 1;
          seqs.clear();
        }
        if (told?.event === 'transaction') {
          const { account, seq, id } = told.data.entry;
          seqs.set(account, [...(seqs.get(account) ?? []), seq]);
          recorded.show(account, seq, String(id));
          recorded.succeed('event', performance.now());
        }
        if (told && 'id' in told) last = told.id;
      }
      return stream.ended || !going;
    };
    // A line that breaks ends nothing by itself; whoever listens notices and comes back.
    await Promise.race([stream.until(take), stream.broken]);
    take();
  };
  const running = (async () => {
    while (going) {
      await listenOnce().catch(() => recorded.fail('no stream'));
      if (going) await sleep(COME_BACK_AFTER_MS);
    }
  })();
  heard.stop = async () => {
    going = false;
    hangUp();
    await running;
  };
  return heard;
}
