/** `npm start`: from a fresh clone to a running bank, doing only what is missing. Runs on any Node from 20 on. */
import { readFileSync } from 'node:fs';
import { flags, webPort } from './lib/args.mjs';
import { ensureBuild } from './lib/build.mjs';
import { environmentFor } from './lib/environment.mjs';
import { lanAddress } from './lib/lan.mjs';
import { takeLock } from './lib/lock.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { inRoot } from './lib/paths.mjs';
import { requirePort } from './lib/ports.mjs';
import { capture, endRunning, lastLines } from './lib/process.mjs';
import { waitUntilReady } from './lib/ready.mjs';
import { findRedis } from './lib/redis/ladder.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { elapsed, run, Stop, say, step, warn } from './lib/say.mjs';
import { stopSignal } from './lib/signals.mjs';
import { secrets } from './lib/state.mjs';
import { Supervisor } from './lib/supervisor.mjs';
import { welcome } from './lib/welcome.mjs';

const HELP = `npm start [-- --lan] [-- --dev]

Starts Redis Bank: packages, Redis, indexes, build, history, web and worker, whatever of it is missing.

  --lan    also serve the local network, for a real phone (plain http)
  --dev    edits apply at once (the same as npm run dev)
  --help   this text

Environment: PORT (8080), REDIS_URL (else a Redis is found: see README), REDIS_WEB_URL, REDIS_WORKER_URL,
BANK_PROFILE (demo), BANK_TIME_ZONE (UTC), SESSION_SECRETS (made once under .data/), LEDGER_MAX_ENTRIES.`;

run(async () => {
  const chosen = flags(process.argv.slice(2), ['--help', '--lan', '--dev']);
  if (chosen['--help']) {
    say(HELP);
    return 0;
  }

  const port = webPort(process.env);
  const lan = chosen['--lan'] ? lanAddress() : null;
  const listen = lan ? '0.0.0.0' : process.env.BANK_LISTEN || '127.0.0.1';
  const lock = await takeLock(`http://localhost:${port}`);
  if ('pid' in lock) {
    throw new Stop(`Redis Bank already runs from this folder: ${lock.what} (process ${lock.pid}).`);
  }
  const supervisor = new Supervisor(['web', 'worker', 'redis']);
  /** @type {{ stop?: () => Promise<unknown> }} */
  const redis = {};
  try {
    const asked = stopSignal();
    const booted = boot({ port, listen, lan, dev: chosen['--dev'], supervisor, redis });
    const ended = Promise.race([asked, supervisor.crashed]);
    // Ready is no end: only a fault of the start itself may come before one.
    const end = await Promise.race([ended, booted.then(() => ended)]);
    if (typeof end === 'string') {
      say(`\n${end}: stopping web, worker and Redis`);
      return 0;
    }
    throw new Stop(
      `The ${end.name} process ${end.how}; everything else was stopped. Its last lines:\n${end.tail.join('\n')}`,
    );
  } finally {
    endRunning();
    await supervisor.stop();
    await redis.stop?.();
    lock.release();
    // Whatever a cancelled step still holds open must not keep the script.
    setImmediate(() => process.exit());
  }
});

/**
 * @param {{ port: number, listen: string, lan: string | null, dev: boolean, supervisor: Supervisor, redis: { stop?: () => Promise<unknown> } }} options
 */
async function boot({ port, listen, lan, dev, supervisor, redis }) {
  await requirePort(port, listen);
  const env = process.env;
  await step('packages', ensurePackages);
  const { node } = await step('runtime', findRuntime, ({ version }) => `Node ${version.slice(1)}`);
  const found = await step(
    'redis',
    (progress) =>
      findRedis(env, {
        progress,
        onChild: (child, log) =>
          supervisor.watch('redis', child, () => lastLines(readFileSync(log, 'utf8')).split('\n')),
      }),
    ({ name, urls }) => `${name}, port ${new URL(urls.admin).port || 6379}`,
  );
  for (const text of found.warnings ?? []) warn(text);
  if (!found.child) redis.stop = found.stop;

  const { urls } = found;
  const origin = env.BANK_ORIGIN || `http://${lan ?? 'localhost'}:${port}`;
  const sessionSecrets = env.SESSION_SECRETS || demoSecrets(env);
  const more = {
    PORT: String(port),
    BANK_LISTEN: listen,
    BANK_ORIGIN: origin,
    ...(lan ? { BANK_LAN: '1' } : {}),
  };
  const told = { env, urls, sessionSecrets, dev, more };
  const job = (/** @type {string} */ file) => async (/** @type {(text: string) => void} */ progress) => {
    let last = 'done';
    const { status, output } = await capture(node, [inRoot(file)], {
      cwd: inRoot(),
      env: environmentFor('deploy', told),
      onLine: (line) => {
        last = line.trim() || last;
        progress(last);
      },
    });
    if (status !== 0) throw new Stop(`${file} failed:\n${lastLines(output)}`);
    return last;
  };
  await step('indexes', job('worker/deploy.ts'));
  if (env.BANK_PROFILE !== 'production') await step('history', job('worker/seed.ts'));
  if (!dev) await step('build', (progress) => ensureBuild(node, progress));

  await step(
    'bank',
    async () => {
      supervisor.start(
        'web',
        node,
        [inRoot('server/main.ts'), ...(dev ? ['--dev'] : [])],
        environmentFor('web', told),
      );
      supervisor.start('worker', node, [inRoot('worker/main.ts')], environmentFor('worker', told));
      await waitUntilReady(`http://${listen === '0.0.0.0' ? '127.0.0.1' : listen}:${port}`);
    },
    () => 'web and worker are up',
  );
  say(await welcome({ origin, lan: Boolean(lan), demo: env.BANK_PROFILE !== 'production', took: elapsed() }));
}

/** @param {NodeJS.ProcessEnv} env */
function demoSecrets(env) {
  if (env.BANK_PROFILE === 'production') {
    throw new Stop(
      'The production profile needs SESSION_SECRETS (openssl rand -base64 32 makes one); none is made for it.',
    );
  }
  return secrets().SESSION_SECRETS;
}
