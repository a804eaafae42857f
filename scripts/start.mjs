/** `npm start`: from a fresh clone to a running bank, doing only what is missing. Runs on any Node from 20 on. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { flags, webPort } from './lib/args.mjs';
import { ensureBuild } from './lib/build.mjs';
import { environmentFor } from './lib/environment.mjs';
import { lanAddress } from './lib/lan.mjs';
import { takeLock } from './lib/lock.mjs';
import { logLine } from './lib/log-line.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { paint } from './lib/paint.mjs';
import { inRoot } from './lib/paths.mjs';
import { requirePort } from './lib/ports.mjs';
import { capture, endRunning, lastLines } from './lib/process.mjs';
import { waitUntilReady } from './lib/ready.mjs';
import { findRedis } from './lib/redis/ladder.mjs';
import { findRuntime } from './lib/runtime.mjs';
import { elapsed, eraseFoot, run, Stop, say, step, warn } from './lib/say.mjs';
import { stopSignal } from './lib/signals.mjs';
import { forgetGiven, rememberGiven, secrets } from './lib/state.mjs';
import { Supervisor } from './lib/supervisor.mjs';
import { welcome } from './lib/welcome.mjs';

const HELP = `npm start [-- --lan] [--dev]

Starts Redis Bank: packages, Redis, indexes, build, history, web and worker, whatever of it is missing.

  --lan    also serve the local network, for a real phone (plain http)
  --dev    edits apply at once (the same as npm run dev)
  --help   this text

Environment: PORT (8080), REDIS_URL (else a Redis is found), REDIS_WEB_URL, REDIS_WORKER_URL, BANK_PROFILE (demo),
BANK_TIME_ZONE (UTC), SESSION_SECRETS (made once under .data/), LEDGER_MAX_ENTRIES; all of them are in the README.`;

const CANCELLED = 130;
const colours = paint(process.stdout);

run(async () => {
  const chosen = flags(process.argv.slice(2), ['--help', '--lan', '--dev']);
  if (chosen['--help']) {
    say(HELP);
    return 0;
  }

  const port = webPort(process.env);
  const lan = chosen['--lan'] ? lanAddress() : null;
  const listen = lan ? '0.0.0.0' : process.env.BANK_LISTEN || '127.0.0.1';
  const lock = await takeLock(`Redis Bank already runs from this folder: http://localhost:${port}`);
  if ('pid' in lock) throw new Stop(`${lock.what} (process ${lock.pid}).`);
  say(`\n  ${colours.bold('Redis Bank')}\n`);
  let ready = false;
  const supervisor = new Supervisor(['web', 'worker', 'redis'], (line, name) => {
    // On a terminal the start shows its steps alone; what was said meanwhile is shown if one fails.
    if (!process.stdout.isTTY) say(`[${name}] ${line}`);
    else if (ready) say(logLine(name, line, colours));
  });
  /** @type {{ stop?: () => Promise<unknown> }} */
  const redis = {};
  try {
    const asked = stopSignal();
    const booted = boot({ port, listen, lan, dev: chosen['--dev'], supervisor, redis });
    booted.then(
      () => {
        ready = true;
      },
      () => {},
    );
    const ended = Promise.race([asked, supervisor.crashed]);
    // Ready is no end: only a fault of the start itself may come before one.
    const end = await Promise.race([ended, booted.then(() => ended)]);
    eraseFoot();
    const stopped = process.env.REDIS_URL ? 'web and worker' : 'web, worker and Redis';
    if (typeof end === 'string') {
      say(`\n  ${end}: ${ready ? `stopping ${stopped}` : 'the start is cancelled'}`);
      return ready ? 0 : CANCELLED;
    }
    throw new Stop(
      [
        `The ${end.name} process ${end.how}; everything else is stopped.`,
        ...lastWords(end.name, end.tail),
      ].join('\n'),
    );
  } finally {
    await endRunning();
    await supervisor.stop();
    await redis.stop?.();
    forgetGiven();
    lock.release();
    // Whatever a cancelled step still holds open must not keep the script.
    setImmediate(() => process.exit());
  }
});

/** @param {string} log of Redis, beside its data @returns {string[]} */
const endOf = (log) => [
  ...lastLines(readFileSync(log, 'utf8'), 6).split('\n'),
  `This is the end of ${log}. If its data are damaged, deleting ${path.dirname(log)} begins afresh.`,
];

/** What lib/config.ts found wrong, as it says it, without where it says it. @param {string} output */
const faultsIn = (output) => /^ConfigError: (.*?)\n\s+at /ms.exec(output)?.[1];

/** @param {string} name @param {string[]} tail */
function lastWords(name, tail) {
  const lines = process.stdout.isTTY ? tail.map((line) => logLine(name, line, colours)) : tail;
  return lines.length > 0 ? ['Its last lines:', ...lines] : [];
}

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
        onStop: (stop) => {
          redis.stop = stop;
        },
        onChild: (child, log) => supervisor.watch('redis', child, () => endOf(log)),
      }),
    ({ name, urls }) => (env.REDIS_URL ? name : `${name}, port ${new URL(urls.admin).port}`),
  );
  for (const text of found.warnings ?? []) warn(text);
  const { urls } = found;
  if (env.REDIS_URL) rememberGiven(urls);
  else forgetGiven();
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
        // The step has a name and a time of its own.
        last = line.trim().replace(/^history +|( in [\d.]+ s)?\.$/g, '') || last;
        if (/\d of \d/.test(last)) progress(last);
      },
    });
    if (status !== 0) throw new Stop(faultsIn(output) ?? `${file} failed:\n${lastLines(output)}`);
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
      const host = listen === '0.0.0.0' || listen === '::' ? '127.0.0.1' : listen;
      await waitUntilReady(`http://${host.includes(':') ? `[${host}]` : host}:${port}`).catch((error) => {
        throw new Stop([error.message, ...lastWords('web', supervisor.tail('web'))].join('\n'));
      });
    },
    () => 'web and worker are up',
  );
  const demo = env.BANK_PROFILE !== 'production';
  say(await welcome({ origin, lan: Boolean(lan), demo, took: elapsed(), colours }));
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
