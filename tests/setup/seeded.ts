/**
 * The demo as Redis keeps it, with its indexes and its year of history: loaded once for all banks of a test run, each
 * of which begins with a copy. Passwords of Redis users are not in it, since each server has its own.
 */
import { cpSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sourceDigest } from '#scripts/lib/ensure-build.mjs';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inData, inRoot } from '#scripts/lib/paths.mjs';
import { capture, lastLines } from '#scripts/lib/process.mjs';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { DATA, throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

export const SESSION_SECRETS = '1:test-secret-test-secret-test-secret-00';
/** What the data follow from. */
const SOURCES = ['demo', 'lib', 'ops', 'redis', 'worker', 'package-lock.json'];
/** The history ends when it is loaded, and tests look at its last minutes. */
const FRESH_MS = 20 * 60_000;
const POLL_MS = 25;

/** The folder to copy from, made when there is none that is fresh. */
export async function seededData(): Promise<string> {
  const folder = inData('test', `seeded-${sourceDigest(inRoot(), SOURCES).slice(0, 12)}`);
  if (isFresh(folder)) return folder;
  const server = await throwAwayRedis();
  try {
    await deployAndSeed(server.urls);
    await rewrite(server.urls.admin);
    await server.halt();
    const own = `${folder}-${process.pid}`;
    mkdirSync(path.dirname(own), { recursive: true });
    cpSync(path.join(server.folder, DATA), own, { recursive: true });
    put(own, folder);
  } finally {
    await server.stop();
  }
  return folder;
}

function isFresh(folder: string): boolean {
  const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - made < FRESH_MS;
}

/** Whoever makes it at the same time makes the same: the first one stays. */
function put(own: string, folder: string): void {
  if (!isFresh(folder)) rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(own, folder);
  } catch {
    rmSync(own, { recursive: true, force: true });
  }
}

export async function deployAndSeed(urls: Parameters<typeof environmentFor>[1]['urls'], more = {}) {
  // Whoever makes the data, other suites sign in to them: not with the light hashes of the integration suite.
  const own = { ...process.env, NODE_OPTIONS: undefined };
  const env = environmentFor('deploy', { env: own, urls, sessionSecrets: SESSION_SECRETS, more });
  for (const job of ['ops/deploy.ts', 'ops/seed.ts']) {
    const done = await capture(process.execPath, [inRoot(job)], { cwd: inRoot(), env });
    if (done.status !== 0) throw new Error(`${job} failed:\n${lastLines(done.output)}`);
  }
}

/** One file of values instead of a year of commands, which every copy would carry out again. */
async function rewrite(url: string): Promise<void> {
  const redis = await connect(url, { timeoutMs: 10_000 });
  await redis.bgRewriteAof();
  while (/aof_rewrite_(?:in_progress|scheduled):1/.test(await redis.info('persistence')))
    await sleep(POLL_MS);
  redis.destroy();
}
