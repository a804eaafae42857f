/**
 * Recording an act in the same step as the act. What an entry says, and how entries are chained, is the caller's
 * matter; here they are opaque, and written by the script that does the work or not at all.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from '#lib/redis/connect.ts';
import { type LuaScript, luaScript } from '#lib/redis/scripts.ts';
import { BusyError } from './busy.ts';

export type Trail = {
  headKey: string;
  /** `mac` of the head that the entries follow; empty for the first. The script refuses when it is another by then. */
  expected: string;
  head: { n: number; mac: string; seal: string; since: number };
  entries: readonly { key: string; json: string }[];
  keptMs: number;
};

/** Makes the entries anew for the head as it is now. */
export type Recorder = () => Promise<Trail>;

export type TrailedScript = (
  redis: Redis,
  keys: string[],
  args: string[],
  record?: Recorder,
) => Promise<unknown>;

const ATTEMPTS = 16;
const PATIENCE_STEP_MS = 4;

/**
 * Makes a caller of a script that asks `trail_moved()` before its first write, answering `trail` if so, and calls
 * `trail_write()` with its own. Of acts recorded for one user at the same moment each has its turn.
 */
export function trailedScript(file: string, ...preludes: string[]): TrailedScript {
  const recorded = luaScript(file, 'lib/sessions/trail.lua', ...preludes);
  const unrecorded = luaScript(file, 'lib/sessions/no-trail.lua', ...preludes);
  return async (redis, keys, args, record) => {
    if (!record) return unrecorded(redis, keys, args);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const answer = await withTrail(recorded, redis, keys, args, await record());
      if (answer !== 'trail') return answer;
      await sleep(Math.random() * attempt * PATIENCE_STEP_MS);
    }
    throw new BusyError('There are too many changes at once. Please try again shortly.');
  };
}

/** As `trailedScript`, for one that ends sessions, which it does by `end_session(…)`. */
export const endingScript = (file: string): TrailedScript =>
  trailedScript(file, 'lib/sessions/end-session.lua');

const withTrail = (
  script: LuaScript,
  redis: Redis,
  keys: string[],
  args: string[],
  { headKey, expected, head, entries, keptMs }: Trail,
): Promise<unknown> =>
  script(
    redis,
    [...keys, ...entries.map(({ key }) => key), headKey],
    [
      ...args,
      ...entries.map(({ json }) => json),
      ...[expected, String(head.n), head.mac, head.seal, String(head.since)],
      ...[String(keptMs), String(entries.length)],
    ],
  );
