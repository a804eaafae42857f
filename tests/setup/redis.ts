/**
 * A real Redis Stack for the integration suite: the one TEST_REDIS_URL names, else fresh ones of our own, as many as
 * files run at once, so that a test which takes an index away disturbs no other. They have the bank's users, so that
 * the code under test runs with the rights it will have. Indexes are made by the deploy step.
 */
import path from 'node:path';
import { capture, lastLines } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { SUITE_REDIS, SUITE_WORKERS, type SuiteRedis } from './suite-redis.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_REDIS_URL;
  const servers = given
    ? []
    : await Promise.all(Array.from({ length: SUITE_WORKERS }, () => throwAwayRedis()));
  const all: SuiteRedis[] = given
    ? [{ admin: given, deploy: given, web: given, worker: given, payments: given }]
    : servers.map(({ urls }) => urls);
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  process.env[SUITE_REDIS] = JSON.stringify(all);
  try {
    await Promise.all(all.map(({ deploy: url }) => deploy(url)));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function deploy(url: string): Promise<void> {
  const script = path.resolve('ops/deploy.ts');
  const { status, output } = await capture(process.execPath, [script], {
    env: { ...process.env, REDIS_URL: url, SESSION_SECRETS: '1:test-secret-test-secret-test-secret-00' },
  });
  if (status !== 0) throw new Error(`ops/deploy.ts failed:\n${lastLines(output)}`);
}
