/** A second web process, as far as sessions go: asked about a token, it checks it until it is refused, and says when. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cachedRedis, webRedis } from '#lib/redis/client.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import { parseToken } from '#lib/sessions/token.ts';

export type Told = { kind: 'ready' } | { kind: 'active' } | { kind: 'refused'; atNs: string; reason: string };

const sources = { redis: webRedis(), cached: cachedRedis() };
const tell = (message: Told) => process.send?.(message);

process.on('message', async (text: string) => {
  const token = parseToken(text);
  if (!token) throw new Error('not a token');
  let cachedChecks = 0;
  for (;;) {
    const reading = await readSession(sources, token);
    if (reading.state !== 'active') {
      // The monotonic clock of the machine: the same in every process.
      tell({
        kind: 'refused',
        atNs: String(process.hrtime.bigint()),
        reason: reading.state === 'ended' ? reading.reason : reading.state,
      });
      return;
    }
    cachedChecks += 1;
    if (cachedChecks === 20) tell({ kind: 'active' });
    await nextTurn();
  }
});
while (!sources.redis.isReady || !sources.cached.isReady) await nextTurn();
tell({ kind: 'ready' });
