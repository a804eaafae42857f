import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readAuditLog, verifyAuditLog } from '#lib/audit/read-log.ts';
import { findUser, type User } from '#lib/identity/users.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { digestOf, parseToken } from '#lib/sessions/token.ts';
import { makeResetToken, parseResetToken, RESET_LINK_MS, readResetToken } from '#lib/sign-in/reset-link.ts';
import { resetPassword } from '#lib/sign-in/reset-password.ts';
import { capture } from '#scripts/lib/process.mjs';
import { until } from '#tests/setup/until.ts';
import { adminRedis, range, read, stateOf, withRedis } from '../sessions/session-helpers.ts';
import { freshName, headersOf, newPerson, PASSWORD, refusal, signedIn, signIn } from './sign-in-helpers.ts';

withRedis();

const NEXT = 'another horse, another battery';
const actsOf = async ({ user }: User) =>
  (await readAuditLog(webRedis(), user, { limit: 50 })).items.map(({ act }) => act);

async function linkFor({ username }: User): Promise<string> {
  const token = await makeResetToken(adminRedis(), username);
  if (token === null) throw new Error('no link');
  return token;
}

describe('a link to a new password', () => {
  it('sets it without the old one, which signs in no longer, and ends every session, told why', async () => {
    const person = await newPerson();
    const [one, two] = [await signedIn(person), await signedIn(person)];
    const told: string[] = [];
    const listener = adminRedis().duplicate();
    await listener.connect();
    await listener.subscribe(keys.signal(person.user), (message) => told.push(message));
    await resetPassword(await linkFor(person), NEXT, headersOf());
    for (const { token } of [one, two]) {
      expect(await read(token)).toEqual({ state: 'ended', reason: 'password_changed' });
    }
    await until(() => told.length > 0);
    listener.destroy();
    expect(JSON.parse(told[0] ?? '')).toEqual({ kind: 'ended_all', except: '', reason: 'password_changed' });
    expect(await refusal(signIn(person, PASSWORD))).toBe('wrong_credentials');
    expect(await refusal(signIn(person, NEXT))).toBe('none');
  });

  it('works once, and of two at the same moment one succeeds', async () => {
    const person = await newPerson();
    const token = await linkFor(person);
    const outcomes = await Promise.all(
      range(2).map((at) => refusal(resetPassword(token, `${NEXT} ${at}`, headersOf()))),
    );
    expect(outcomes.toSorted()).toEqual(['none', 'not_found']);
    expect(await refusal(resetPassword(token, NEXT, headersOf()))).toBe('not_found');
    const parsed = parseResetToken(token);
    expect(parsed && (await readResetToken(webRedis(), parsed))).toBeNull();
  });

  it('is over after ten minutes, and when a newer one is made', async () => {
    const person = await newPerson();
    const [first, second] = [await linkFor(person), await linkFor(person)];
    expect(await refusal(resetPassword(first, NEXT, headersOf()))).toBe('not_found');
    const leftMs = await adminRedis().pTTL(keys.reset(person.user));
    expect(leftMs).toBeGreaterThan(RESET_LINK_MS - 60_000);
    expect(leftMs).toBeLessThanOrEqual(RESET_LINK_MS);
    await adminRedis().pExpire(keys.reset(person.user), 1);
    await until(async () => (await adminRedis().exists(keys.reset(person.user))) === 0);
    expect(await refusal(resetPassword(second, NEXT, headersOf()))).toBe('not_found');
    expect(await refusal(signIn(person, PASSWORD))).toBe('none');
  });

  it('is not used up by looking at it, nor by a password that cannot be taken', async () => {
    const person = await newPerson();
    const token = await linkFor(person);
    const parsed = parseResetToken(token);
    for (const _ of range(3)) {
      expect(parsed && (await readResetToken(webRedis(), parsed))).toEqual({ username: person.username });
    }
    for (const [next, fault] of [
      ['short', 'too_short'],
      ['x'.repeat(129), 'too_long'],
      ['qwertyuiop123', 'common'],
      [person.username, 'like_username'],
    ] as const) {
      await expect(resetPassword(token, next, headersOf())).rejects.toMatchObject({
        code: 'bad_request',
        extras: { fields: { next: fault } },
      });
    }
    expect(await refusal(resetPassword(token, NEXT, headersOf()))).toBe('none');
  });

  it('of somebody else, guessed or malformed is none, and changes nothing', async () => {
    const [mine, theirs] = [await newPerson(), await newPerson()];
    const token = await linkFor(mine);
    const secret = token.split('.')[1] ?? '';
    const { token: session } = await signedIn(theirs);
    for (const wrong of [
      `${theirs.user}.${secret}`,
      `${mine.user}.${'A'.repeat(43)}`,
      `${mine.user}.${digestOf(secret)}`,
      `${mine.user}.${secret}.x`,
      `${mine.user}}:x.${secret}`,
      secret,
      '',
    ]) {
      expect(await refusal(resetPassword(wrong, NEXT, headersOf())), wrong).toBe('not_found');
    }
    expect(await stateOf(session)).toBe('active');
    expect(await refusal(signIn(theirs, PASSWORD))).toBe('none');
    expect(await refusal(resetPassword(token, NEXT, headersOf()))).toBe('none');
  });

  it('a sign-in under way with the old password never gets in, 10 times', async () => {
    for (const round of range(10)) {
      const person = await newPerson();
      const token = await linkFor(person);
      const signing = signIn(person, PASSWORD).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, (round % 10) * 8));
      await resetPassword(token, NEXT, headersOf());
      const made = parseToken((await signing)?.token ?? '');
      if (made) expect(await stateOf(made), `round ${round}`).toBe('ended');
    }
  });

  it('is in the audit log when it is made and when it is used, and its secret is nowhere in Redis', async () => {
    const person = await newPerson();
    const token = await linkFor(person);
    const stored = await adminRedis().get(keys.reset(person.user));
    expect(stored).toBe(digestOf(token.split('.')[1] ?? ''));
    await resetPassword(token, NEXT, headersOf());
    expect(await actsOf(person)).toEqual(['password_reset', 'reset_link_made']);
    const { items } = await readAuditLog(webRedis(), person.user, { limit: 2 });
    expect(items.map(({ actor }) => actor)).toEqual([person.user, 'operator']);
    expect(JSON.stringify(items)).not.toContain(token.split('.')[1]);
    expect((await verifyAuditLog(adminRedis(), person.user)).faults).toEqual([]);
  });
});

describe('npm run user', () => {
  const ANN = ['--full-name', 'Ann Example', '--email', 'ann@redisbank.example', '--born', '1990-01-02'];
  const command = (...words: string[]) =>
    capture(process.execPath, ['ops/user.ts', ...words], {
      env: { ...process.env, REDIS_URL: process.env.SUITE_REDIS_DEPLOY_URL },
    });

  it('add makes a person who can sign in only by the link it prints, and refuses a name that is taken', async () => {
    const name = freshName();
    const { status, output } = await command('add', name, '--role', 'admin', ...ANN);
    const token = /^http:\/\/localhost:8080\/reset\?token=([\w.-]+)$/m.exec(output)?.[1] ?? '';
    expect(status, output).toBe(0);
    const user = await findUser(adminRedis(), name);
    expect(user).toMatchObject({
      username: name,
      role: 'admin',
      profile: { name: 'Ann Example' },
      accounts: [],
    });
    await resetPassword(token, NEXT, headersOf());
    expect(await refusal(signIn({ username: name }, NEXT))).toBe('none');

    const again = await command('add', name, '--role', 'super-admin', ...ANN);
    expect(again).toEqual({ status: 1, output: 'This user name is taken.\n' });
    expect(await refusal(signIn({ username: name }, NEXT))).toBe('none');
    expect((await findUser(adminRedis(), name))?.role).toBe('admin');
  });

  it('reset prints a link that works, as the Redis user of the deploy step', async () => {
    const person = await newPerson();
    const { status, output } = await command('reset', person.username);
    const token = /^http:\/\/localhost:8080\/reset\?token=([\w.-]+)$/m.exec(output)?.[1] ?? '';
    expect(status, output).toBe(0);
    await resetPassword(token, NEXT, headersOf());
    expect(await refusal(signIn(person, NEXT))).toBe('none');
    expect((await verifyAuditLog(adminRedis(), person.user)).faults).toEqual([]);
  });

  it('the command says when there is no such user, or when it was not understood', async () => {
    const unknown = await command('reset', freshName());
    expect([unknown.status, unknown.output]).toEqual([
      1,
      expect.stringContaining('Nobody has the user name'),
    ]);
    const misunderstood = [
      [],
      ['reset'],
      ['delete', 'bob'],
      ['reset', 'a', 'b'],
      ['reset', 'a', '--role', 'user'],
      ['add', 'a', '--role', 'root', ...ANN],
      ['add', 'a', '--role', 'user', ...ANN, '--born', 'soon'],
    ];
    // In this process: a start of one's own takes half a second.
    const { argv, exitCode } = process;
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => {
      said.mockRestore();
      Object.assign(process, { argv, exitCode });
    });
    for (const words of misunderstood) {
      Object.assign(process, { argv: [...argv.slice(0, 2), ...words], exitCode });
      vi.resetModules();
      await import('#ops/user.ts');
      expect([process.exitCode, said.mock.lastCall], words.join(' ')).toEqual([
        1,
        [expect.stringContaining('npm run user -- reset <name>')],
      ]);
      said.mockClear();
    }
  });
});
