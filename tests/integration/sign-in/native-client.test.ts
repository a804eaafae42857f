import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Redis } from '#lib/redis/client.ts';

// The server checks the host that is asked for, so its port is chosen before anything reads the configuration.
const probe = createServer();
await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
const { port } = probe.address() as { port: number };
await new Promise((resolve) => probe.close(resolve));
const url = `http://localhost:${port}`;
vi.stubEnv('BANK_ORIGIN', url);

const PASSWORD = 'correct horse battery';
let redis: Redis;
let stop: () => Promise<void>;
let person: { username: string; user: string };
let post: () => Promise<void>;

beforeAll(async () => {
  const [
    { makeServer, listen, drain },
    { mount },
    { findRoutes },
    world,
    { createUser, newUserTag },
    posting,
  ] = await Promise.all([
    import('#server/http-server.ts'),
    import('#server/mount.ts'),
    import('#lib/http/router.ts'),
    import('#tests/integration/api/world.ts'),
    import('#lib/identity/users.ts'),
    import('#lib/ledger/post.ts'),
  ]);
  const { openAccount } = await import('#lib/ledger/accounts.ts');
  redis = await world.adminRedis();
  const [user, account] = [newUserTag(), world.newAccountId()];
  await openAccount(
    redis,
    { user, account },
    {
      number: '1234567890',
      name: 'Current account',
      currency: 'USD',
      openingBalanceMinor: 100_000_00,
      openingAt: world.OPENED_AT,
      ticking: false,
    },
  );
  const profile = { name: 'Ann Example', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' };
  const username = `n${crypto.randomUUID().slice(0, 12)}`;
  person = await createUser(redis, {
    username,
    password: PASSWORD,
    role: 'user',
    profile,
    accounts: [account],
    user,
  });
  await world.withEntries(redis, { user, account }, world.somePostings(5, 7));
  let posted = 0;
  post = async () => {
    posted += 1;
    const [next] = world.somePostings(1, 7, { id: `live-${posted}`, amountMinor: -12_34, at: Date.now() });
    if (next) await posting.postEntry(redis, { user, account }, next);
  };
  const dispatch = mount(findRoutes('app'));
  const server = makeServer(
    (request, response) => {
      if (!dispatch(request, response)) response.writeHead(404).end();
    },
    () => false,
  );
  await listen(server, '127.0.0.1', port);
  await world.connected();
  stop = () => drain([server], 1000);
});
afterAll(async () => {
  await stop?.();
  redis?.destroy();
});

/** What it prints, and how it ends. */
function client(...args: string[]) {
  const child: ChildProcess = spawn('python3', ['examples/native-client/bank.py', ...args, '--url', url], {
    env: { ...process.env, BANK_PASSWORD: PASSWORD, PYTHONUNBUFFERED: '1' },
  });
  let output = '';
  child.stdout?.on('data', (bytes) => {
    output += bytes;
  });
  child.stderr?.on('data', (bytes) => {
    output += bytes;
  });
  return {
    said: (text: string) => vi.waitUntil(() => output.includes(text), { timeout: 15_000, interval: 20 }),
    ended: async () => ({ status: (await once(child, 'close'))[0], output }),
  };
}

describe('the native client in examples/', () => {
  it('signs in, reads, hears postings as they happen, and signs out', async () => {
    const run = client(person.username, '--postings', '2');
    const ended = run.ended();
    await run.said('Following the stream.');
    const { openStreamCount } = await import('#lib/live/event-stream.ts');
    await vi.waitUntil(() => openStreamCount() > 0, { timeout: 5000 });
    await post();
    await post();
    const { status, output } = await ended;
    expect(output).toContain('Signed in as Ann Example.');
    expect(output).toMatch(/Current account •••• 7890: -?[\d,]+\.\d\d USD/);
    expect(output.match(/live: .*: -12\.34/g)).toHaveLength(2);
    expect(output).toMatch(/Signed out\.\n$/);
    expect(status).toBe(0);
    const { sessionIds } = await import('#lib/sessions/list.ts');
    expect(await sessionIds(redis, person.user as never)).toEqual([]);
  });

  it('is told when its session is ended elsewhere, and why', async () => {
    const run = client(person.username, '--postings', '1');
    const ended = run.ended();
    await run.said('Following the stream.');
    const { openStreamCount } = await import('#lib/live/event-stream.ts');
    await vi.waitUntil(() => openStreamCount() > 0, { timeout: 5000 });
    const { revokeAllSessions } = await import('#lib/sessions/revoke.ts');
    const { webRedis } = await import('#lib/redis/client.ts');
    await revokeAllSessions(webRedis(), person.user as never, 'password_changed');
    const { status, output } = await ended;
    expect(output).toContain('The session ended: password_changed.');
    expect(status).toBe(3);
  });

  it('says in the bank’s words what was wrong', async () => {
    const { status, output } = await client('nobody-of-that-name').ended();
    expect(output).toContain('This user name and password do not match. (wrong_credentials)');
    expect(status).toBe(2);
  });
});
