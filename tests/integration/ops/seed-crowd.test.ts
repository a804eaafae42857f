/** A crowd for trials of size: whole in the end, however often its load was stopped. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { SESSION_SECRETS, seededData } from '#tests/setup/seeded.ts';

const CROWD = ['--customers', '30', '--entries', '3010'];
const DEMO_ACCOUNTS = 5;

let server: Awaited<ReturnType<typeof throwAwayRedis>>;
beforeAll(async () => {
  server = await throwAwayRedis({ data: await seededData() });
});
afterAll(() => server.stop());

/** Runs a job, and interrupts it as soon as it says this. */
function job(words: string[], interruptAt?: RegExp, { urls } = server) {
  const [file = '', ...args] = words;
  const env = environmentFor('deploy', {
    env: process.env,
    urls,
    sessionSecrets: SESSION_SECRETS,
  });
  const child = spawn(process.execPath, [inRoot(file), ...args], { cwd: inRoot(), env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (interruptAt?.test(output)) child.kill('SIGINT');
    });
  }
  return new Promise<{ status: number | null; output: string }>((resolve) =>
    child.once('close', (status) => resolve({ status, output })),
  );
}

test('a load that is interrupted goes on with the same command, and is whole then', async () => {
  const interrupted = await job(['ops/seed.ts', ...CROWD], /2\d%, [\d,]+\/s, \d+ s left {2}[\d,]+ of 3,010/);
  expect(interrupted).toMatchObject({ status: null, output: expect.not.stringContaining('3,010 of 3,010') });
  expect(await job(['ops/seed.ts', '--customers', '31', '--entries', '3010'])).toMatchObject({
    status: 1,
    output: expect.stringContaining('There is a crowd of 30 customers with 3010 entries, half loaded'),
  });
  expect(await job(['ops/seed.ts', ...CROWD])).toMatchObject({
    status: 0,
    output: expect.stringContaining('3,010 of 3,010'),
  });
  const audit = await job(['ops/audit-ledger.ts']);
  expect(audit).toMatchObject({
    status: 0,
    output: expect.stringContaining(`${DEMO_ACCOUNTS + 30} accounts`),
  });
  const counts = [...audit.output.matchAll(/Current account {2}(\d+) entries/g)].map(([, count]) =>
    Number(count),
  );
  expect(counts.filter((count) => count === 100 || count === 101).length).toBe(30);
  // They tick, spread over the ten seconds.
  const redis = await connect(server.urls.admin, { timeoutMs: 10_000 });
  const ticking = await redis.sMembers('redisBank:ticking');
  redis.destroy();
  expect(ticking.filter((one) => one.endsWith(':spread')).length).toBe(30);
});

test('of fewer entries than customers some have none, and there are no more than were asked for', async () => {
  const another = await throwAwayRedis({ data: await seededData() });
  onTestFinished(() => another.stop());
  const loaded = await job(['ops/seed.ts', '--customers', '4', '--entries', '3'], undefined, another);
  expect(loaded).toMatchObject({ status: 0, output: expect.stringMatching(/ 3 of 3\n$/) });
  const audit = await job(['ops/audit-ledger.ts'], undefined, another);
  const counts = [...audit.output.matchAll(/Current account {2}(\d+) entries/g)].map(([, count]) => count);
  expect(counts.sort()).toEqual(['0', '1', '1', '1']);
});

test('what is asked for wrongly is one sentence', async () => {
  const wrong = [['--customers', '5'], ['--customers', 'x', '--entries', '5'], ['--crowd']];
  const answers = await Promise.all(wrong.map((words) => job(['ops/seed.ts', ...words])));
  for (const { status, output } of answers)
    expect([status, output]).toEqual([1, expect.stringMatching(/^.+\n$/)]);
});
