/**
 * A real Redis Stack for the integration suite: the one TEST_REDIS_URL names, else a fresh one of our own with
 * its users, so that the code under test runs with the rights it will have. Indexes are made by the deploy step.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { capture, lastLines } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_REDIS_URL;
  const server = given ? undefined : await throwAwayRedis();
  const admin = given ?? server?.urls.admin;
  Object.assign(process.env, {
    TEST_REDIS_URL: admin,
    REDIS_URL: admin,
    REDIS_WEB_URL: server?.urls.web ?? admin,
    REDIS_WORKER_URL: server?.urls.worker ?? admin,
    TEST_REDIS_DEPLOY_URL: server?.urls.deploy ?? admin,
  });
  try {
    await deploy(server?.urls.deploy ?? admin);
  } catch (error) {
    await server?.stop();
    throw error;
  }
  return async () => {
    await server?.stop();
    // A second run in the same process (watch mode) must not look for the server that is gone.
    if (server) delete process.env.TEST_REDIS_URL;
  };
}

async function deploy(url: string | undefined): Promise<void> {
  const script = path.resolve('worker/deploy.ts');
  if (!existsSync(script)) return;
  const { status, output } = await capture(process.execPath, [script], {
    env: { ...process.env, REDIS_URL: url, SESSION_SECRETS: '1:test-secret-test-secret-test-secret-00' },
  });
  if (status !== 0) throw new Error(`worker/deploy.ts failed:\n${lastLines(output)}`);
}
