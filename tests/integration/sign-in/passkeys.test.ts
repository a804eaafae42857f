import { sealData } from 'iron-session';
import { describe, expect, it, vi } from 'vitest';
import { readAuditLog, verifyAuditLog } from '#lib/audit/read-log.ts';
import { config, secrets } from '#lib/config.ts';
import { MAX_PASSKEYS } from '#lib/identity/passkey-limits.ts';
import { passkeyView, readPasskey, readPasskeys } from '#lib/identity/passkeys.ts';
import type { User } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { CHALLENGE_MS, newChallenge, signInOptions } from '#lib/sign-in/challenge.ts';
import { addPasskey, changePasskey, passkeyOptions, removePasskey } from '#lib/sign-in/own-passkeys.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { makeResetToken } from '#lib/sign-in/reset-link.ts';
import { resetPassword } from '#lib/sign-in/reset-password.ts';
import { requireStepUp, stepUpOptions, stepUpWithPasskey } from '#lib/sign-in/step-up.ts';
import { authenticationResponseSchema, registrationResponseSchema } from '#lib/webauthn.ts';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { until } from '#tests/setup/until.ts';
import { adminRedis, range, withRedis } from '../sessions/session-helpers.ts';
import { addTo, afterStepUp, confirmed, signInBy, stepUpBy, withPasskey } from './passkey-helpers.ts';
import { bearerOf, headersOf, newPerson, refusal, signedIn } from './sign-in-helpers.ts';

withRedis();

const logOf = async ({ user }: User) => (await readAuditLog(webRedis(), user, { limit: 50 })).items;
const actsOf = async (person: User) => (await logOf(person)).map(({ act }) => act);
const viewOf = async ({ user }: User, { id }: SoftwareAuthenticator) => {
  const stored = await readPasskey(webRedis(), user, id);
  return stored && passkeyView(id, stored.passkey);
};
/** Everything that a refusal shows. */
const shown = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    ({ code, message, status, extras }) => JSON.stringify({ code, message, status, extras }),
  );

/** A challenge as the bank seals it, but for what is given. */
async function sealed(more: object): Promise<string> {
  const { origin } = config();
  const { sessionSecrets: password } = secrets();
  const given = { purpose: 'sign-in', origin, session: '', expiresAt: Date.now() + 60_000, ...more };
  return Buffer.from(await sealData(given, { password, ttl: 0 })).toString('base64url');
}

describe('one’s own passkeys', () => {
  it('are added after a step-up, discoverable, with user verification, for the user’s tag', async () => {
    const person = await newPerson();
    const { headers } = await bearerOf(person);
    expect(await refusal(requireSession(headers).then(passkeyOptions))).toBe('step_up_required');
    const mine = await confirmed(person);
    const options = await passkeyOptions(mine.session);
    expect(Buffer.from(options.user.id, 'base64url').toString()).toBe(person.user);
    expect(options.authenticatorSelection).toMatchObject({
      residentKey: 'required',
      userVerification: 'required',
    });
    const authenticator = await addTo(mine, { backupEligible: true, backedUp: true }, 'Phone');
    expect(await viewOf(person, authenticator)).toMatchObject({ name: 'Phone', synced: true, lastUsedAt: 0 });
    expect((await passkeyOptions(mine.session)).excludeCredentials).toMatchObject([{ id: authenticator.id }]);
  });

  it('are refused for another origin, an unverified user, another session’s challenge and a repeated one', async () => {
    const person = await newPerson();
    const [mine, other] = [await confirmed(person), await confirmed(person)];
    for (const facts of [
      { origin: 'http://localhost:9' },
      { rpId: 'evil.example' },
      { userVerified: false },
    ]) {
      expect(await refusal(addTo(mine, facts))).toBe('bad_request');
    }
    const add = (to: typeof mine, response: ReturnType<SoftwareAuthenticator['create']>) =>
      addPasskey(to.session, { response: registrationResponseSchema.parse(response), name: 'x' }, to.headers);
    const response = new SoftwareAuthenticator().create(await passkeyOptions(other.session));
    expect(await refusal(add(mine, response))).toBe('challenge_expired');
    expect(await refusal(add(other, response))).toBe('none');
    expect(await refusal(add(other, response))).toBe('challenge_expired');
    expect(await readPasskeys(webRedis(), person.user)).toHaveLength(1);
  });

  it('are ten at most, of which two at the same moment make no eleventh', async () => {
    const person = await newPerson();
    const mine = await confirmed(person);
    for (const at of range(MAX_PASSKEYS - 1)) await addTo(mine, {}, `Key ${at}`);
    const outcomes = await Promise.all([refusal(addTo(mine)), refusal(addTo(mine))]);
    expect(outcomes.toSorted()).toEqual(['conflict', 'none']);
    expect(await refusal(passkeyOptions(mine.session))).toBe('conflict');
  });

  it('are renamed and removed by their owner alone, and other devices and the audit log are told', async () => {
    const [person, stranger] = [await newPerson(), await newPerson()];
    const mine = await confirmed(person);
    const told: { kind: string; change?: string }[] = [];
    const listener = adminRedis().duplicate();
    await listener.connect();
    await listener.subscribe(keys.signal(person.user), (message) => told.push(JSON.parse(message)));
    const { id } = await addTo(mine);
    const theirs = await confirmed(stranger);
    expect(await refusal(changePasskey(theirs.session, id, { name: 'Mine' }, theirs.headers))).toBe(
      'not_found',
    );
    expect(await refusal(removePasskey(theirs.session, id, theirs.headers))).toBe('not_found');
    await changePasskey(mine.session, id, { name: 'Work laptop' }, mine.headers);
    expect((await readPasskey(webRedis(), person.user, id))?.passkey.name).toBe('Work laptop');
    const plain = await bearerOf(person);
    const unconfirmed = await requireSession(plain.headers, { ask: 'redis' });
    expect(await refusal(removePasskey(unconfirmed, id, plain.headers))).toBe('step_up_required');
    await removePasskey(mine.session, id, mine.headers);
    expect(await readPasskeys(webRedis(), person.user)).toEqual([]);
    // Nobody is signed out for it, though the epoch moved.
    for (const headers of [mine.headers, plain.headers]) {
      expect(await refusal(requireSession(headers, { ask: 'redis' }))).toBe('none');
    }
    await until(() => told.filter(({ kind }) => kind === 'passkey').length === 2);
    listener.destroy();
    expect(told.filter(({ kind }) => kind === 'passkey').map(({ change }) => change)).toEqual([
      'added',
      'removed',
    ]);
    const acts = await actsOf(person);
    expect(acts).toEqual(expect.arrayContaining(['passkey_added', 'passkey_renamed', 'passkey_removed']));
    expect((await verifyAuditLog(webRedis(), person.user)).faults).toEqual([]);
  });

  it('are recorded as changed only when they change, and renamed ten times an hour', async () => {
    const person = await newPerson();
    const { session, headers } = await confirmed(person);
    const { id } = await addTo({ session, headers });
    const change = (change: { name?: string; trusted?: true }) =>
      refusal(changePasskey(session, id, change, headers));
    for (const same of [{}, { name: 'Laptop' }, { trusted: true } as const])
      expect(await change(same)).toBe('none');
    const changes = async () =>
      (await actsOf(person)).filter((act) => act === 'passkey_renamed' || act === 'passkey_trusted').length;
    expect(await changes()).toBe(0);
    for (const n of range(10)) expect(await change({ name: `Laptop ${n}` })).toBe('none');
    expect(await change({ name: 'one too many' })).toBe('throttled');
    expect(await changes()).toBe(10);
  });

  it('the last way in is never removed; a password counts as one', async () => {
    const person = await newPerson();
    const mine = await confirmed(person);
    const [one, two] = [await addTo(mine), await addTo(mine)];
    await adminRedis().del(keys.credential(person.user));
    const remove = async (id: string) => {
      const session = await requireSession(mine.headers, { ask: 'redis' });
      return refusal(removePasskey(session, id, mine.headers));
    };
    expect(await remove(one.id)).toBe('none');
    expect(await remove(two.id)).toBe('conflict');
    expect(await refusal(signInBy(two))).toBe('none');
  });

  it('end with a reset, which a new password alone does not do', async () => {
    const person = await newPerson();
    const authenticator = await withPasskey(person);
    const link = await makeResetToken(adminRedis(), person.username);
    await resetPassword(link ?? '', 'another horse, another battery', headersOf());
    expect(await refusal(signInBy(authenticator))).toBe('wrong_credentials');
    expect(await readPasskeys(webRedis(), person.user)).toEqual([]);
  });
});

describe('signing in by passkey', () => {
  it('needs no name, and makes the session that a password makes, but for how it was begun', async () => {
    const person = await newPerson();
    const authenticator = await withPasskey(person);
    const { document, cookie, deviceCookie, home } = await signInBy(authenticator, {
      transport: 'cookie',
      remember: true,
    });
    expect(document).toMatchObject({ username: person.username, policy: 'remembered', transport: 'cookie' });
    expect(document.authentication.method).toBe('passkey');
    expect([cookie?.name, deviceCookie?.name, home]).toEqual(['redisBank', 'redisBankDevice', '/overview']);
    const session = await requireSession(headersOf({ cookie: `${cookie?.name}=${cookie?.value}` }));
    expect(session.document.authentication.method).toBe('passkey');
    expect(await refusal(requireStepUp(session))).toBe('step_up_required');
    expect((await logOf(person))[0]).toMatchObject({ act: 'signed_in', detail: { method: 'passkey' } });
    expect((await viewOf(person, authenticator))?.lastUsedAt).toBeGreaterThan(0);
  });

  it('makes no key for challenges of strangers, a thousand of them', async () => {
    const redis = adminRedis();
    const before = await redis.dbSize();
    for (const _ of range(1000)) await signInOptions(webRedis());
    expect(await redis.dbSize()).toBe(before);
  });

  it('takes a challenge once, also of two at the same moment, and keeps that for its remaining minutes', async () => {
    const authenticator = await withPasskey(await newPerson());
    const { challenge } = await signInOptions(webRedis());
    const outcomes = await Promise.all(range(2).map(() => refusal(signInBy(authenticator, { challenge }))));
    expect(outcomes.toSorted()).toEqual(['challenge_expired', 'none']);
    expect(await refusal(signInBy(authenticator, { challenge }))).toBe('challenge_expired');
    const [used] = (await adminRedis().keys('redisBank:challenge:*')).slice(-1);
    const leftMs = await adminRedis().pTTL(used ?? '');
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(CHALLENGE_MS);
  });

  it('refuses a challenge that is too old, for another purpose, of another session or not ours', async () => {
    const person = await newPerson();
    const authenticator = await withPasskey(person);
    const { session } = await confirmed(person);
    expect(await refusal(signInBy(authenticator, { challenge: await sealed({}) }))).toBe('none');
    for (const other of [
      await sealed({ expiresAt: Date.now() - 1000 }),
      await sealed({ origin: 'https://another.example' }),
      await sealed({ session: session.document.tokenDigest }),
      await newChallenge(webRedis(), 'add', session.document),
      await newChallenge(webRedis(), 'step-up', session.document),
      Buffer.from('a challenge of their own').toString('base64url'),
      'not+base64',
    ]) {
      expect(await refusal(signInBy(authenticator, { challenge: other }))).toBe('challenge_expired');
    }
  });

  it('answers alike for an unknown, a removed and another’s passkey, and for a wrong signature', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const mine = await confirmed(person);
    const removed = await addTo(mine);
    await removePasskey(mine.session, removed.id, mine.headers);
    const unknown = new SoftwareAuthenticator();
    const foreign = await withPasskey(other);
    foreign.userHandle = Buffer.from(person.user).toString('base64url');
    const elsewhere = await withPasskey(person, {});
    elsewhere.facts.origin = 'https://evil.example';
    const unverified = await withPasskey(person);
    unverified.facts.userVerified = false;
    const answers = new Set<string>();
    for (const authenticator of [unknown, removed, foreign, elsewhere, unverified]) {
      answers.add(await shown(signInBy(authenticator)));
    }
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).toContain('wrong_credentials');
    await until(async () => (await actsOf(person)).includes('passkey_refused'));
  });

  it('is throttled without using up the password’s tries', async () => {
    const person = await newPerson();
    const mine = await confirmed(person);
    const removed = await addTo(mine);
    await removePasskey(mine.session, removed.id, mine.headers);
    const headers = headersOf();
    const codes: string[] = [];
    for (const _ of range(7)) codes.push(await refusal(signInBy(removed, { headers })));
    expect(codes).toContain('throttled');
    expect(await refusal(signedIn(person, { headers }))).toBe('none');
  });

  it('that read a passkey before it was removed is refused', async () => {
    const person = await newPerson();
    const mine = await confirmed(person);
    const authenticator = await addTo(mine);
    let removed = false;
    const spy = vi.spyOn(webRedis(), 'hGet').mockImplementation((async (...args: [string, string]) => {
      const found = await adminRedis().hGet(...args);
      if (!removed) {
        removed = true;
        const session = await requireSession(mine.headers, { ask: 'redis' });
        await removePasskey(session, authenticator.id, mine.headers);
      }
      return found;
    }) as never);
    expect(await refusal(signInBy(authenticator))).toBe('wrong_credentials');
    spy.mockRestore();
  });
});

describe('a step-up by passkey', () => {
  it('opens sensitive acts and changes the token; its challenge is for this session, and counts once', async () => {
    const person = await newPerson();
    const authenticator = await withPasskey(person);
    const [one, two] = [await bearerOf(person), await bearerOf(person)];
    const { document } = await requireSession(one.headers, { ask: 'redis' });
    const challenge = await newChallenge(webRedis(), 'step-up', document);
    expect(await refusal(stepUpBy(authenticator, two.headers, challenge))).toBe('challenge_expired');
    const after = await afterStepUp(await stepUpBy(authenticator, one.headers, challenge));
    expect(await refusal(requireStepUp(after.session))).toBe('none');
    expect(await refusal(requireSession(one.headers))).toBe('session_rotated');
    expect(await refusal(stepUpBy(authenticator, after.headers, challenge))).toBe('challenge_expired');
    expect((await logOf(person))[0]).toMatchObject({ act: 'stepped_up', detail: { method: 'passkey' } });
  });

  it('sent twice at once counts once, and puts no passkey in doubt', async () => {
    const person = await newPerson();
    const authenticator = await withPasskey(person);
    const { headers } = await bearerOf(person);
    const session = await requireSession(headers, { ask: 'redis' });
    const { challenge } = await stepUpOptions(session);
    const answer = authenticationResponseSchema.parse(authenticator.get({ challenge }));
    const both = await Promise.all([1, 2].map(() => refusal(stepUpWithPasskey(headers, answer))));
    expect(both.sort()).toEqual(['challenge_expired', 'none']);
    expect((await viewOf(person, authenticator))?.doubt).toBeUndefined();
  });

  it('by another’s passkey is wrong, and the fifth in a row ends the session', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const foreign = await withPasskey(other);
    const { token } = await bearerOf(person);
    const from = () =>
      headersOf({ authorization: `Bearer ${[token.user, token.sid, token.secret].join('.')}` });
    const codes: string[] = [];
    for (const _ of range(5)) codes.push(await refusal(stepUpBy(foreign, from())));
    expect(codes).toEqual([...range(4).map(() => 'wrong_credentials'), 'session_ended:step_up_failed']);
  });
});

describe('a passkey that may have been copied', () => {
  it.each([
    ['counter', { counter: 5 }, { counter: 5 }],
    ['backup', { backupEligible: true }, { backupEligible: true, backedUp: true }],
    ['backup', {}, { backupEligible: true }],
  ] as const)(
    'by its %s is recorded, signs in, and steps up only after its owner said it was them',
    async (doubt, made, then) => {
      const person = await newPerson();
      const authenticator = await withPasskey(person, made);
      expect(await refusal(signInBy(authenticator))).toBe('none');
      expect((await viewOf(person, authenticator))?.doubt).toBeUndefined();
      Object.assign(authenticator.facts, then);
      expect(await refusal(signInBy(authenticator))).toBe('none');
      expect((await viewOf(person, authenticator))?.doubt).toBe(doubt);
      expect(await logOf(person)).toContainEqual(
        expect.objectContaining({ act: 'passkey_doubted', detail: { name: 'Laptop', doubt } }),
      );

      const { headers } = await bearerOf(person);
      expect(await refusal(stepUpBy(authenticator, headers))).toBe('passkey_doubtful');
      expect(await refusal(stepUpBy(authenticator, headers))).toBe('passkey_doubtful');
      const plain = await requireSession(headers, { ask: 'redis' });
      expect(await refusal(changePasskey(plain, authenticator.id, { trusted: true }, headers))).toBe(
        'step_up_required',
      );
      const mine = await confirmed(person);
      await changePasskey(mine.session, authenticator.id, { name: 'Renamed' }, mine.headers);
      expect((await viewOf(person, authenticator))?.doubt).toBe(doubt);
      await changePasskey(mine.session, authenticator.id, { trusted: true }, mine.headers);
      expect((await viewOf(person, authenticator))?.doubt).toBeUndefined();
      expect(await refusal(stepUpBy(authenticator, headers))).toBe('none');
      expect((await actsOf(person)).filter((act) => act === 'passkey_doubted')).toHaveLength(1);
    },
  );

  it('is none where the authenticator does not count', async () => {
    const person = await newPerson();
    const authenticator = await withPasskey(person, { counter: 0 });
    for (const _ of range(2)) expect(await refusal(signInBy(authenticator))).toBe('none');
    expect((await viewOf(person, authenticator))?.doubt).toBeUndefined();
  });

  it('of two that sign in at the same moment with the same counter one is noticed', async () => {
    const person = await newPerson();
    const authenticator = await withPasskey(person);
    const counter = authenticator.facts.counter;
    const copy = async () => {
      const { challenge } = await signInOptions(webRedis());
      authenticator.facts.counter = counter;
      return signInBy(authenticator, { challenge });
    };
    await Promise.all([copy(), copy()]);
    expect((await viewOf(person, authenticator))?.doubt).toBe('counter');
  });
});
