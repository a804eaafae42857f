/**
 * The whole bank as `npm start` runs it, for tests: the same processes with the same rights, on a Redis that is
 * thrown away (or the one TEST_REDIS_URL names). What the processes say is kept in `.data/test/bank-<port>.log`.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { ensureBuild } from '#scripts/lib/ensure-build.mjs';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inData, inRoot } from '#scripts/lib/paths.mjs';
import { waitUntilReady } from '#scripts/lib/ready.mjs';
import { stopChild } from '#scripts/lib/redis/server.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { Supervisor } from '#scripts/lib/supervisor.mjs';
import { deployAndSeed, SESSION_SECRETS, seededData } from './seeded.ts';

export type Bank = {
  origin: string;
  /** As the administrator. */
  redisUrl: string;
  /** As the web process. */
  webRedisUrl: string;
  supervisor: Supervisor;
  /** Takes the Redis away and brings it back with its data. Not for a Redis that TEST_REDIS_URL names. */
  redis: { halt: (signal?: NodeJS.Signals) => Promise<void>; resume: () => Promise<void> };
  /** Ends the web process with SIGTERM and starts it anew on the same port. */
  restartWeb: () => Promise<void>;
  /** One more web process of the same bank, configured otherwise; it ends with the bank. */
  secondWeb: (env: { PORT: string; BANK_ORIGIN: string } & Record<string, string>) => Promise<void>;
  /** The file that holds what web and worker said. */
  log: string;
  stop: () => Promise<void>;
};

const notOurs = () => Promise.reject(new Error('the Redis that TEST_REDIS_URL names is not ours to stop'));
const fixed = { halt: notOurs, resume: notOurs };

type Options = {
  port: number;
  env?: Record<string, string>;
  /** False leaves the worker out: nothing is then written but by requests, which the payments process carries out too. */
  worker?: boolean;
};

export async function startBank(options: Options): Promise<Bank> {
  const node = process.execPath;
  await ensureBuild(node);
  const given = process.env.TEST_REDIS_URL;
  const server = given ? undefined : await throwAwayRedis({ data: await seededData() });
  const urls = server?.urls ?? {
    admin: given ?? '',
    web: given ?? '',
    worker: given ?? '',
    payments: given ?? '',
    deploy: given ?? '',
  };

  mkdirSync(inData('test'), { recursive: true });
  const log = inData('test', `bank-${options.port}.log`);
  writeFileSync(log, '');
  const supervisor = new Supervisor(['web', 'second web', 'payments', 'worker'], (line, name) =>
    appendFileSync(log, `[${name}] ${line}\n`),
  );
  const stop = async () => {
    await supervisor.stop();
    await server?.stop();
  };

  const origin = `http://localhost:${options.port}`;
  const more = { PORT: String(options.port), BANK_ORIGIN: origin, BANK_LISTEN: '127.0.0.1', ...options.env };
  const told = { env: process.env, urls, sessionSecrets: SESSION_SECRETS, more };
  try {
    if (given) await deployAndSeed(urls, more);
    const startWeb = () =>
      supervisor.start('web', node, [inRoot('server/main.ts')], environmentFor('web', told));
    let web = startWeb();
    supervisor.start(
      'payments',
      node,
      [inRoot('worker/payments/payments.ts')],
      environmentFor('payments', told),
    );
    if (options.worker !== false) {
      supervisor.start('worker', node, [inRoot('worker/worker.ts')], environmentFor('worker', told));
    }
    const crash = supervisor.crashed.then(({ name, how, tail }) => {
      throw new Error(`${name} ${how}:\n${tail.join('\n')}`);
    });
    const ready = () => waitUntilReady(`http://127.0.0.1:${options.port}`);
    await Promise.race([ready(), crash]);
    // Later crashes are for the tests to notice, not for the process to die of.
    crash.catch(() => {});
    const restartWeb = async () => {
      await stopChild(web);
      web = startWeb();
      await ready();
    };
    const secondWeb: Bank['secondWeb'] = async (env) => {
      const also = environmentFor('web', { ...told, more: { ...more, ...env } });
      supervisor.start('second web', node, [inRoot('server/main.ts')], also);
      await waitUntilReady(`http://127.0.0.1:${env.PORT}`);
    };
    return {
      origin,
      redisUrl: urls.admin,
      webRedisUrl: urls.web,
      supervisor,
      redis: server ?? fixed,
      restartWeb,
      secondWeb,
      log,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
