/**
 * Ending everything, raced against all that could keep a session alive: two web processes on one Redis, one user with
 * six sessions, requests under way at both, sign-ins (with a password that is being changed, too) and a step-up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser, type User } from '#lib/identity/users.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { parseToken, type Token } from '#lib/sessions/token.ts';
import { freePort } from '#scripts/lib/ports.mjs';
import { given } from '#tests/integration/sessions/session-helpers.ts';
import { type Bank, startBank } from '#tests/setup/start-bank.ts';
import { Asking, bearer, type Credential, cookie, HEARD_WITHIN_MS, post, statusOf } from './race-client.ts';

const SOAK_ROUNDS = 200;
const ROUNDS = process.env.SOAK ? SOAK_ROUNDS : 20;
const SESSIONS = 6;
/** Longer than a sign-in takes, so that the end falls before, into and after it. */
const SPREAD_MS = 150;
/** Older than the step in which activity is written: the next request writes. */
const TOUCH_DUE_MS = 10 * 60_000;

let bank: Bank;
let webs: [string, string];
let redis: Redis;
let person: User;
let password = 'the first password of all';

beforeAll(async () => {
  // Sign-ins come from an address each, or the throttle would be what is tested.
  bank = await startBank({
    port: await freePort(),
    worker: false,
    env: { BANK_TRUSTED_PROXIES: '127.0.0.1', REDIS_DEADLINE_MS: '5000' },
  });
  const port = await freePort();
  webs = [bank.origin, `http://localhost:${port}`];
  await bank.secondWeb({ PORT: String(port), BANK_ORIGIN: webs[1] });
  redis = await connectRedis(bank.redisUrl, { name: 'test-race', deadlineMs: 5000 });
  person = await createUser(redis, {
    username: 'racer',
    password,
    role: 'user',
    accounts: [],
    profile: { name: 'Rae Racer', dateOfBirth: '1990-01-02', email: 'rae@redisbank.example' },
  });
});
afterAll(async () => {
  redis?.destroy();
  await bank?.stop();
});

const epochNow = async () => Number(await redis.get(keys.epoch(person.user)));

/** Six sessions, half of them browsers'. The first may do sensitive things, the last two are due a touch. */
async function sixSessions(): Promise<Credential[]> {
  const epoch = await epochNow();
  const made: Credential[] = [];
  for (let at = 0; at < SESSIONS; at++) {
    const transport = at % 2 === 0 ? 'bearer' : 'cookie';
    const session = await createSession(
      redis,
      given(person.user, { username: person.username, transport, epoch }),
    );
    if (!session) throw new Error('the session was refused');
    const key = keys.session(person.user, session.token.sid);
    if (at === 0) await redis.json.set(key, '$.stepUpAt', session.document.createdAt);
    if (at >= SESSIONS - 2) await redis.json.numIncrBy(key, '$.lastActiveAt', -TOUCH_DUE_MS);
    made.push(transport === 'bearer' ? bearer(session.token) : await cookie(session.token));
  }
  return made;
}

const from = (round: number) => ({ 'x-forwarded-for': `203.0.${round >> 8}.${round & 255}` });

/** The token of a sign-in or step-up, if it was let in. */
async function tokenOf(answer: Promise<Response>): Promise<Token | null> {
  const response = await answer;
  const body = (await response.json()) as { token?: string };
  return response.ok && body.token ? parseToken(body.token) : null;
}

const signIn = (origin: string, round: number, secret: string) =>
  tokenOf(
    post(
      origin,
      '/api/auth/login',
      { username: person.username, password: secret, mode: 'bearer' },
      from(round),
    ),
  );

/** Ends all sessions but the first; every fourth time by a new password. */
async function endAll(origin: string, first: Credential, round: number): Promise<void> {
  if (round % 4 === 3) {
    const next = `another password, number ${round}`;
    const body = { current: password, next, endOthers: true };
    const response = await post(origin, '/api/auth/password', body, { ...first.headers, ...from(round) });
    expect(response.status, `changing the password in round ${round}: ${await response.text()}`).toBe(204);
    password = next;
  } else {
    const response = await fetch(`${origin}/api/sessions?except=current`, {
      method: 'DELETE',
      headers: first.headers,
    });
    expect(response.status, `ending the others in round ${round}: ${await response.text()}`).toBe(204);
  }
}

/** A sign-in is of what was ended, or came after it: the epoch it was given tells which. */
async function isOver(token: Token): Promise<boolean> {
  const found = await redis.json.get(keys.session(token.user, token.sid), { path: '$.epoch' });
  return JSON.stringify(found) !== JSON.stringify([await epochNow()]);
}

type Outcome = { over: Credential[]; living: Credential[] };

/** How the sign-ins fell, to know that this was a race: the end came after some of them, and before others. */
const signIns = { over: 0, living: 0, refused: 0 };
const fellEachWay = () => Object.values(signIns).every((count) => count > 0);

async function race(round: number): Promise<Outcome> {
  const [first, ...others] = await sixSessions();
  if (!first) throw new Error('no session');
  const ending = webs[round % 2] ?? webs[0];
  const old = password;
  const changes = round % 4 === 3;

  const asking = [first, ...others.slice(0, 3)].flatMap((one) => webs.map((web) => new Asking(web, one)));
  const waitMs = (round * 37) % SPREAD_MS;
  // A new password is hashed twice before anything ends, so that then it is the sign-in that comes later.
  const signing = sleep(changes ? waitMs : 0).then(() =>
    signIn(webs[(round >> 1) % 2] ?? webs[0], round, old),
  );
  const steppingUp =
    round % 4 === 1
      ? tokenOf(
          post(ending, '/api/auth/step-up', { password: old }, { ...others[4]?.headers, ...from(round) }),
        )
      : null;
  await sleep(changes ? 0 : waitMs);
  // Those that are due a touch ask for the first time now, so that the touch meets the end.
  asking.push(...others.slice(3).flatMap((one) => webs.map((web) => new Asking(web, one))));
  await endAll(ending, first, round);
  const endedAt = performance.now();
  const refused = ({ status }: { status: number }) => status === 401;

  await Promise.all(
    asking.map((client) =>
      client.credential === first
        ? client.until((answers) => (answers.at(-1)?.sentAt ?? 0) > endedAt)
        : client.until((answers) => answers.filter(refused).length >= 3),
    ),
  );
  for (const { origin, credential, answers } of asking) {
    const where = `round ${round}, ${origin === ending ? 'the process that ended it' : 'the other process'}`;
    if (credential === first) {
      expect([...new Set(answers.map(({ status }) => status))], `${where}: the one that stays`).toEqual([
        200,
      ]);
      continue;
    }
    const heardMs = origin === ending ? 0 : HEARD_WITHIN_MS;
    const late = answers.filter(({ sentAt, status }) => sentAt > endedAt + heardMs && status !== 401);
    expect(late, `${where}: answered after the end`).toEqual([]);
    const again = answers.slice(answers.findIndex(refused)).filter((answer) => !refused(answer));
    expect(again, `${where}: answered after it had refused`).toEqual([]);
  }

  const over = [...others];
  const living = [first];
  const stepped = await steppingUp;
  if (stepped) over.push(bearer(stepped));
  const token = await signing;
  // Whatever came of it, the old password opens nothing once it was changed.
  const fate = !token ? 'refused' : changes || (await isOver(token)) ? 'over' : 'living';
  signIns[fate] += 1;
  if (token) (fate === 'over' ? over : living).push(bearer(token));
  return { over, living };
}

const statuses = (credentials: readonly Credential[]) =>
  Promise.all(credentials.flatMap((one) => webs.map((web) => statusOf(web, one))));

test(`in ${ROUNDS} races of ending everything against sign-ins, old passwords and requests under way, nothing that should be dead answers afterwards`, async () => {
  const dead: Credential[] = [];
  let before: Credential[] = [];
  // A machine on which all sign-ins fell alike goes on: that was no race yet.
  for (let round = 0; round < ROUNDS || (!fellEachWay() && round < SOAK_ROUNDS); round++) {
    // Fifty rounds or more fit into a minute, and its budget of audited acts would be what is tested.
    await redis.hDel(keys.auditHead(person.user), 'minute');
    const { over, living } = await race(round);
    // What lived on in the round before was ended in this one, by the end or by the limit.
    dead.push(...before, ...over);
    expect(new Set(await statuses(over)), `round ${round}: who should be dead`).toEqual(new Set([401]));
    expect(new Set(await statuses(living)), `round ${round}: who should live`).toEqual(new Set([200]));
    before = living;
  }
  expect(fellEachWay(), JSON.stringify(signIns)).toBe(true);
  for (let at = 0; at < dead.length; at += 50) {
    expect(new Set(await statuses(dead.slice(at, at + 50)))).toEqual(new Set([401]));
  }
}, 480_000);
