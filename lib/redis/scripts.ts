/**
 * Lua scripts live in `.lua` files beside the TypeScript that calls them. Scripts do not roll back: each checks
 * everything before its first write, and names every key it touches in KEYS, all under one hash tag.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Redis } from '#lib/redis/connect.ts';

export type LuaScript = (
  redis: Pick<Redis, 'evalSha' | 'eval'>,
  keys: string[],
  args: string[],
) => Promise<unknown>;

/**
 * Makes a caller of the script in `file` (a path below the project's root). Sends EVALSHA, and EVAL when the
 * server does not know the script yet (first call, restart, SCRIPT FLUSH): O(the script). The file is read on
 * the first call, by the working directory, since bundlers move `import.meta.url`. `preludes` are further files, put
 * after the script's first line: functions that several scripts share.
 */
export function luaScript(file: string, ...preludes: string[]): LuaScript {
  let loaded: { source: string; sha: string } | undefined;
  return async (redis, keys, args) => {
    if (!loaded) {
      const source = joined(read(file), preludes.map(read).join(''));
      loaded = { source, sha: createHash('sha1').update(source).digest('hex') };
    }
    const call = { keys, arguments: args };
    try {
      return await redis.evalSha(loaded.sha, call);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(loaded.source, call);
    }
  };
}

const read = (file: string): string =>
  readFileSync(path.join(/* turbopackIgnore: true */ process.cwd(), file), 'utf8');

/** The first line must stay the first: it holds the script's flags. */
function joined(script: string, preludes: string): string {
  const end = script.indexOf('\n') + 1;
  return script.slice(0, end) + preludes + script.slice(end);
}
