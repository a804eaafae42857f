/** Sessions for the pictures: of each customer one, whatever the number of pictures. */
import { createHash } from 'node:crypto';
import { type APIRequestContext, request } from 'playwright';
import type { Redis } from '#lib/redis/client.ts';
import type { Bank } from '#tests/setup/start-bank.ts';
import { PASSWORD } from '../e2e/fixtures.ts';

type State = Awaited<ReturnType<APIRequestContext['storageState']>>;

export function signIns(bank: Bank, redis: Redis) {
  const states = new Map<string, Promise<State>>();

  async function signIn(context: APIRequestContext, username: string, password = PASSWORD): Promise<void> {
    // All come from one address, and each address has a limit.
    const source = createHash('sha256').update('["source","127.0.0.1"]').digest('base64url');
    await redis.del(`redisBank:throttle:{${source}}`);
    for (;;) {
      const answer = await context.post('/api/auth/login', { data: { username, password } });
      if (answer.ok()) return;
      // Passwords are hashed a few at a time.
      if (answer.status() !== 503) throw new Error(`sign-in of ${username} answered ${answer.status()}`);
    }
  }

  async function stateOf(username: string): Promise<State> {
    const context = await request.newContext({ baseURL: bank.origin });
    await signIn(context, username);
    const state = await context.storageState();
    await context.dispose();
    return state;
  }

  function signedIn(username: string): Promise<State> {
    const state = states.get(username) ?? stateOf(username);
    states.set(username, state);
    return state;
  }

  return { signedIn, signIn };
}
