/** A bank that listens where its configuration says, with one customer, for programs that are no part of it. */
import { createServer } from 'node:net';
import { vi } from 'vitest';

export const PASSWORD = 'correct horse battery';

/** Call it before anything reads the configuration: the server checks the host that is asked for. */
export async function startListeningBank() {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  const url = `http://localhost:${port}`;
  vi.stubEnv('BANK_ORIGIN', url);

  const [http, { mount }, { findRoutes }, { APP }, world, users, ledger, posting] = await Promise.all([
    import('#server/http-server.ts'),
    import('#server/mount.ts'),
    import('#lib/http/router.ts'),
    import('#tests/setup/endpoints.ts'),
    import('#tests/integration/api/api-world.ts'),
    import('#lib/identity/users.ts'),
    import('#lib/ledger/accounts.ts'),
    import('#lib/ledger/post.ts'),
  ]);
  const redis = await world.adminRedis();
  const ref = { user: users.newUserTag(), account: world.newAccountId() };
  await ledger.openAccount(redis, ref, {
    number: '1234567890',
    name: 'Current account',
    currency: 'USD',
    openingBalanceMinor: 100_000_00,
    openingAt: world.OPENED_AT,
    ticking: false,
  });
  const person = await users.createUser(redis, {
    username: `n${crypto.randomUUID().slice(0, 12)}`,
    password: PASSWORD,
    role: 'user',
    profile: { name: 'Ann Example', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' },
    accounts: [ref.account],
    user: ref.user,
  });
  await world.withEntries(redis, ref, world.somePostings(5, 7));

  const dispatch = mount(findRoutes(APP));
  const server = http.makeServer(
    (request, response) => dispatch(request, response) ?? void response.writeHead(404).end(),
    () => false,
  );
  await http.listen(server, '127.0.0.1', port);
  await world.connected();
  let posted = 0;
  return {
    url,
    redis,
    person,
    /** Something happens on the account. */
    async post() {
      posted += 1;
      const [next] = world.somePostings(1, 7, { id: `live-${posted}`, amountMinor: -12_34, at: Date.now() });
      if (next) await posting.postEntry(redis, ref, next);
    },
    async stop() {
      await http.drain([server], 1000);
      redis.destroy();
    },
  };
}

export type ListeningBank = Awaited<ReturnType<typeof startListeningBank>>;
