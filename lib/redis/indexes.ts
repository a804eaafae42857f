/**
 * The deploy step makes search indexes, requests never do. An index is named after the digest of its definition, and
 * requests use an alias: a changed definition is built beside the old index and takes over when complete.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from '#lib/redis/connect.ts';
import { PREFIX } from '#lib/redis/keys.ts';

export type IndexDefinition = {
  /** The alias that requests use, `redisBank:idx:…`. */
  alias: string;
  /** Of the JSON documents in it. */
  prefix: string;
  /** The arguments of FT.CREATE after the prefix, as redis-cli takes them: options, then SCHEMA and a line a field. */
  createArgs: readonly string[];
};

const POLL_MS = 20;

const argumentsOf = (lines: readonly string[]): string[] => lines.join(' ').split(' ');

/**
 * `redisBank:idx:3f2a9c1e:{redisBank:idx:transactions}`: the digest of what the index is made of, and its alias as hash
 * tag, since FT.ALIASUPDATE names both.
 */
function indexName(definition: IndexDefinition): string {
  const { alias, prefix, createArgs } = definition;
  const digest = createHash('sha256')
    .update(JSON.stringify([prefix, argumentsOf(createArgs)]))
    .digest('hex');
  return `${PREFIX}idx:${digest.slice(0, 8)}:{${alias}}`;
}

/**
 * Makes sure that each alias names a complete index of today's definition, and removes older versions. Running it
 * again, or twice at once, changes nothing. Sends FT._LIST, and per new index FT.CREATE (O(documents), in the
 * background), FT.INFO until it is done, FT.ALIASUPDATE and FT.DROPINDEX (documents stay).
 */
export async function ensureIndexes(
  redis: Redis,
  definitions: readonly IndexDefinition[],
  onProgress: (index: string, share: number) => void = () => {},
): Promise<void> {
  for (const definition of definitions) {
    const name = indexName(definition);
    const before = await redis.ft._list();
    if (!before.includes(name)) await create(redis, name, definition);
    await complete(redis, name, (share) => onProgress(name, share));
    await redis.ft.aliasUpdate(definition.alias, name);
    const older = before.filter((other) => other.includes(definition.alias) && other !== name);
    for (const other of older) await ignoring(/no such index|unknown index/i, redis.ft.dropIndex(other));
  }
}

async function create(redis: Redis, name: string, { prefix, createArgs }: IndexDefinition): Promise<void> {
  // Raw, since the client's typed arguments lack options.
  const command = ['FT.CREATE', name, 'ON', 'JSON', 'PREFIX', '1', prefix, ...argumentsOf(createArgs)];
  await ignoring(/already exists/i, redis.sendCommand(command));
}

async function complete(redis: Redis, name: string, onProgress: (share: number) => void): Promise<void> {
  for (;;) {
    const share = await indexedShare(redis, name);
    onProgress(share);
    if (share === 1) return;
    await sleep(POLL_MS);
  }
}

/** How much of its documents an index has seen, 0 … 1. FT.INFO, O(1). */
export async function indexedShare(redis: Redis, name: string): Promise<number> {
  const info = await redis.ft.info(name);
  return Number(info.indexing) === 0 ? 1 : Math.min(0.999, Number(info.percent_indexed));
}

async function ignoring(expected: RegExp, command: Promise<unknown>): Promise<void> {
  await command.catch((error: unknown) => {
    if (!(error instanceof Error) || !expected.test(error.message)) throw error;
  });
}
