/** The steps of a start, from nothing to a bank that serves, each doing only what is missing. */
import { readFileSync, renameSync } from 'node:fs';
import { auditAfter } from './audit-after.mjs';
import { ensureBuild } from './ensure-build.mjs';
import { environmentFor } from './environment.mjs';
import { lastWords } from './log-line.mjs';
import { ensurePackages, holeIn } from './packages.mjs';
import { inRoot } from './paths.mjs';
import { freePort, requirePort } from './ports.mjs';
import { capture, lastLines } from './process.mjs';
import { waitUntilReady } from './ready.mjs';
import { findRedis } from './redis/ladder.mjs';
import { findRuntime } from './runtime.mjs';
import { Stop, say, step, warn } from './say.mjs';
import { forgetGiven, remember, rememberGiven, secrets } from './state.mjs';

/**
 * @typedef {object} Wanted
 * @property {number} port
 * @property {string} listen the address to listen on
 * @property {string | null} lan this machine's address in the local network, if that is served
 * @property {boolean} dev
 * @property {import('./supervisor.mjs').Supervisor} supervisor has web, worker, payments and a Redis of ours in its care
 * @property {(stop: () => Promise<void>) => void} onStop told how to stop a Redis that is not
 */
/** @typedef {Parameters<typeof environmentFor>[1]} Told */

/** The status of ops/deploy.ts for demo data of an earlier build (ops/requirements.ts). */
const OLD_LEDGER = 3;
/** What is said of them where they are not ours to move. */
class OldLedger extends Stop {}

/**
 * Throws a Stop with one sentence when a step cannot be done.
 * @param {NodeJS.ProcessEnv} env
 * @param {Wanted} wanted
 * @returns {Promise<{ origin: string, lan: boolean, demo: boolean, paymentCode: string | null }>} the bank that serves, and bob's
 *   code for payments
 */
export async function boot(env, wanted) {
  const { port, listen, lan, dev } = wanted;
  await requirePort(port, listen);
  await step('packages', ensurePackages);
  const { node } = await step('runtime', findRuntime, ({ version }) => `Node ${version.slice(1)}`);

  const demo = env.BANK_PROFILE !== 'production';
  const origin = env.BANK_ORIGIN || `http://${lan ?? 'localhost'}:${port}`;
  const ledgerStep = async () => {
    const { urls, folder, unclean } = await redisStep(env, wanted);
    const more = {
      PORT: String(port),
      BANK_LISTEN: listen,
      BANK_ORIGIN: origin,
      // A probe by address is no host of the site.
      METRICS_PORT: env.METRICS_PORT || String(await freePort()),
      ...(lan ? { BANK_LAN: '1' } : {}),
      ...(folder ? { REDIS_FOLDER: folder } : {}),
    };
    remember({ origin, production: !demo });
    const told = { env, urls, sessionSecrets: env.SESSION_SECRETS || demoSecrets(demo), dev, more };
    const deployed = await step('indexes', (progress) => job(node, 'ops/deploy.ts', told, progress)).catch(
      (error) => {
        if (!(error instanceof OldLedger && folder)) throw error;
      },
    );
    if (deployed || !folder) return { told, unclean };
    await wanted.supervisor.stopOne('redis');
    say(movedAside(folder));
    return ledgerStep();
  };
  const { told, unclean } = await ledgerStep();
  if (demo) await step('history', (progress) => job(node, 'ops/seed.ts', told, progress));
  if (unclean) await step('audit', () => auditAfter(unclean, node, environmentFor('deploy', told)));
  if (!dev) await step('build', (progress) => ensureBuild(node, progress));
  const [, paymentCode] = await step(
    'bank',
    () => Promise.all([serve(node, told, wanted), demo ? codeForBob(node, told) : null]),
    () => 'web, worker and payments are up',
  );
  return { origin, lan: Boolean(lan), demo, paymentCode };
}

/** @param {string} folder of a Redis that was stopped @returns {string} what became of it */
function movedAside(folder) {
  const aside = `${folder}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`;
  renameSync(folder, aside);
  return `  The demo data of an earlier build, which this one cannot open, are in ${aside} now; the demo is built again.`;
}

/** @param {NodeJS.ProcessEnv} env @param {Wanted} wanted */
async function redisStep(env, { supervisor, onStop }) {
  const {
    urls,
    folder,
    unclean,
    warnings = [],
  } = await step(
    'redis',
    (progress) =>
      findRedis(env, {
        progress,
        onStop,
        onChild: (child, log, again) => supervisor.watch('redis', child, { tail: () => endOf(log), again }),
      }),
    ({ name, urls }) => (env.REDIS_URL ? name : `${name}, port ${new URL(urls.admin).port}`),
  );
  for (const text of warnings) warn(text);
  if (env.REDIS_URL) rememberGiven(urls);
  else forgetGiven();
  return { urls, folder, unclean };
}

/** @param {string} log of Redis @returns {string[]} its place, and its last lines */
const endOf = (log) => [`(${log})`, ...lastLines(readFileSync(log, 'utf8'), 6).split('\n')];

/**
 * Runs one of the bank's jobs to its end.
 * @param {string} node
 * @param {string} file below the root
 * @param {Told} told
 * @param {(text: string) => void} progress
 * @param {string[]} args
 * @returns {Promise<string>} the last line it printed
 */
async function job(node, file, told, progress, args = []) {
  let last = 'done';
  const { status, output } = await capture(node, [inRoot(file), ...args], {
    cwd: inRoot(),
    env: environmentFor('deploy', told),
    onLine: (line) => {
      // The step has a name and a time of its own.
      last = line.trim().replace(/^history +|( in [\d.]+ s)?\.$/g, '') || last;
      if (/\d of \d/.test(last)) progress(last);
    },
  });
  if (status === OLD_LEDGER) throw new OldLedger(lastLines(output, 1));
  if (status !== 0)
    throw new Stop(faultsIn(output) ?? holeIn(output) ?? `${file} failed:\n${lastLines(output)}`);
  return last;
}

/** What the first payment of the demo needs. @param {string} node @param {Told} told */
const codeForBob = (node, told) => job(node, 'ops/user.ts', told, () => {}, ['payment-code', 'bob']);

/** What lib/config.ts found wrong, as it says it, without where it says it. @param {string} output */
const faultsIn = (output) => /^ConfigError: (.*?)\n\s+at /ms.exec(output)?.[1];

/** @param {string} node @param {Told} told @param {Wanted} wanted */
async function serve(node, told, { dev, supervisor }) {
  const server = [inRoot('server/main.ts'), ...(dev ? ['--dev'] : [])];
  supervisor.start('web', node, server, environmentFor('web', told));
  // One machine, so several ports: an empty one is none.
  const port = { METRICS_PORT: told.env.WORKER_METRICS_PORT ?? '' };
  const worker = environmentFor('worker', { ...told, more: { ...told.more, ...port } });
  supervisor.start('worker', node, [inRoot('worker/worker.ts')], worker);
  const own = { METRICS_PORT: told.env.PAYMENTS_METRICS_PORT ?? '' };
  const payments = environmentFor('payments', { ...told, more: { ...told.more, ...own } });
  supervisor.start('payments', node, [inRoot('worker/payments/payments.ts')], payments);
  const { METRICS_LISTEN: host = '127.0.0.1', METRICS_PORT } = { ...told.env, ...told.more };
  await waitUntilReady(`http://${host.includes(':') ? `[${host}]` : host}:${METRICS_PORT}`).catch((error) => {
    throw new Stop([error.message, ...lastWords('web', supervisor.tail('web'))].join('\n'));
  });
}

/** @param {boolean} demo */
function demoSecrets(demo) {
  if (demo) return secrets().SESSION_SECRETS;
  throw new Stop(
    'The production profile needs SESSION_SECRETS (openssl rand -base64 32 makes one); none is made for it.',
  );
}
