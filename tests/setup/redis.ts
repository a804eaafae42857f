/**
 * A real Redis Stack for the integration suite: the one TEST_REDIS_URL names, else a fresh one of our own with
 * its users, so that the code under test runs with the rights it will have. Indexes are made by the deploy step.
 */
import path from 'node:path';
import { capture, lastLines } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_REDIS_URL;
  const server = given ? undefined : await throwAwayRedis();
  const admin = given ?? server?.urls.admin;
  // Under names of their own: suites that run in the same process look at TEST_REDIS_URL for what people gave.
  Object.assign(process.env, {
    SUITE_REDIS_URL: admin,
    SUITE_REDIS_DEPLOY_URL: server?.urls.deploy ?? admin,
    REDIS_URL: admin,
    REDIS_WEB_URL: server?.urls.web ?? admin,
    REDIS_WORKER_URL: server?.urls.worker ?? admin,
  });
  try {
    await deploy(server?.urls.deploy ?? admin);
  } catch (error) {
    await server?.stop();
    throw error;
  }
  return async () => server?.stop();
}

async function deploy(url: string | undefined): Promise<void> {
  const script = path.resolve('ops/deploy.ts');
  const { status, output } = await capture(process.execPath, [script], {
    env: { ...process.env, REDIS_URL: url, SESSION_SECRETS: '1:test-secret-test-secret-test-secret-00' },
  });
  if (status !== 0) throw new Error(`ops/deploy.ts failed:\n${lastLines(output)}`);
}
