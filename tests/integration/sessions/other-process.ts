/**
 * A second web process, as far as sessions go: asked about a token, it checks it until it is refused, and says when that was, and
 * when it began the last check that let it in.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cachedRedis, webRedis } from '#lib/redis/client.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import { parseToken } from '#lib/sessions/token.ts';

export type Told =
  | { kind: 'ready' }
  | { kind: 'active' }
  | { kind: 'refused'; letInNs: string; atNs: string; reason: string };

const sources = { redis: webRedis(), cached: cachedRedis() };
const tell = (message: Told) => process.send?.(message);

process.on('message', async (text: string) => {
  const token = parseToken(text);
  if (!token) throw new Error('not a token');
  let cachedChecks = 0;
  let letInNs = 0n;
  for (;;) {
    const beganNs = process.hrtime.bigint();
    const reading = await readSession(sources, token);
    if (reading.state !== 'active') {
      // The monotonic clock of the machine: the same in every process.
      tell({
        kind: 'refused',
        letInNs: String(letInNs),
        atNs: String(process.hrtime.bigint()),
        reason: reading.state === 'ended' ? reading.reason : reading.state,
      });
      return;
    }
    letInNs = beganNs;
    cachedChecks += 1;
    if (cachedChecks === 20) tell({ kind: 'active' });
    await nextTurn();
  }
});
while (!sources.redis.isReady || !sources.cached.isReady) await nextTurn();
tell({ kind: 'ready' });
