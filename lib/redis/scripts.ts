/**
 * Lua scripts live in `.lua` files beside the TypeScript that calls them. Scripts do not roll back: each checks
 * everything before its first write, and names every key it touches in KEYS, all under one hash tag. Its first lines
 * give KEYS and ARGV their names; options are one JSON value, with money and ids as strings. What several scripts
 * share is in files of its own, which a line `-- include "<file>"` stands for, named from the script's folder.
 *
 * `flags=allow-oom`, which lets a script write at maxmemory, is for what ends sessions, and for the step-up before it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { once } from '#lib/once.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { dropCopies } from '#lib/redis/copies.ts';

export type LuaScript = (
  redis: Pick<Redis, 'evalSha' | 'eval'>,
  keys: string[],
  args: string[],
) => Promise<unknown>;

/** By the digest that Redis knows a script by. */
const files = () => once('redis.scripts', () => new Map<string, string>());

/** The file of a script that was called, by its SHA-1. */
export const scriptFile = (sha: string): string | undefined => files().get(sha);

/**
 * Makes a caller of the script in `file` (a path below the project's root). Sends EVALSHA, and EVAL when the server
 * does not know the script: O(the script). Drops this process's copies of its keys. The file is read on the first
 * call, from the working directory, since bundlers move `import.meta.url`.
 */
export function luaScript(file: string): LuaScript {
  let loaded: { source: string; sha: string } | undefined;
  return async (redis, keys, args) => {
    if (!loaded) {
      const source = withIncludes(file);
      loaded = { source, sha: createHash('sha1').update(source).digest('hex') };
      files().set(loaded.sha, file);
    }
    const call = { keys, arguments: args };
    try {
      return await redis.evalSha(loaded.sha, call);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await redis.eval(loaded.source, call);
    } finally {
      dropCopies(...keys);
    }
  };
}

const INCLUDE = /^-- include "([^"]+)"\n/gm;

/** A script with its includes, each inserted where it is first named. */
function withIncludes(file: string, included = new Set<string>()): string {
  const text = readFileSync(path.join(/* turbopackIgnore: true */ process.cwd(), file), 'utf8');
  return text.replace(INCLUDE, (_line, name: string) => {
    const part = path.posix.join(path.posix.dirname(file), name);
    if (included.has(part)) return '';
    included.add(part);
    return withIncludes(part, included);
  });
}
