/** `npm start`: from a fresh clone to a running bank, doing only what is missing. Runs on any Node from 20 on. */
import { flags, webPort } from './lib/args.mjs';
import { boot } from './lib/boot.mjs';
import { lanAddress } from './lib/lan.mjs';
import { takeLock } from './lib/lock.mjs';
import { lastWord, lastWords, logLine } from './lib/log-line.mjs';
import { holeIn } from './lib/packages.mjs';
import { paint } from './lib/paint.mjs';
import { endRunning } from './lib/process.mjs';
import { unreadableIn } from './lib/redis/unreadable.mjs';
import { elapsed, eraseFoot, run, Stop, say, warn } from './lib/say.mjs';
import { stopSignal } from './lib/signals.mjs';
import { forgetGiven } from './lib/state.mjs';
import { Supervisor } from './lib/supervisor.mjs';
import { welcome } from './lib/welcome.mjs';

const HELP = `npm start [-- --lan] [--dev]

Starts Redis Bank: packages, Redis, indexes, build, history, web, worker and payments, whatever of it is missing.

  --lan    also serve the local network, for a real phone (plain http)
  --dev    edits apply at once (the same as npm run dev)
  --help   this text

Environment: PORT (8080), REDIS_URL (else a Redis is found), REDIS_WEB_URL, REDIS_WORKER_URL,
REDIS_PAYMENTS_URL, BANK_PROFILE (demo), BANK_TIME_ZONE (UTC), SESSION_SECRETS (made once under .data/), BANK_DURABILITY (second), LEDGER_MAX_ENTRIES; all of
them are in the README.`;

const CANCELLED = 130;
const colours = paint(process.stdout);

/** @param {string[]} tail @returns {string[]} */
const cures = (tail) => [holeIn(tail.join('\n')) ?? [], unreadableIn(tail) ?? []].flat();

/** @type {import('./lib/supervisor.mjs').Keeping['tell']} */
const sayAgain = ({ name, how, tail }, pauseMs) => {
  const what = `The ${name} process ${how}; it starts again in ${pauseMs / 1000} s.`;
  warn([what, ...cures(tail), `It said last: ${lastWord(tail)}`].join(' '));
};

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
  const supervisor = new Supervisor(['web', 'payments', 'worker', 'redis'], (line, name) => {
    // On a terminal the start shows its steps alone; what was said meanwhile is shown if one fails.
    if (!process.stdout.isTTY) say(`[${name}] ${line}`);
    else if (ready) say(logLine(name, line, colours));
  });
  let stopRedis = async () => {};
  try {
    const asked = stopSignal();
    const booted = boot(process.env, {
      port,
      listen,
      lan,
      dev: chosen['--dev'],
      supervisor,
      onStop: (stop) => {
        stopRedis = stop;
      },
    }).then(async (bank) => {
      ready = true;
      if (!bank.demo) supervisor.keepRunning(sayAgain);
      say(await welcome({ ...bank, took: elapsed(), colours }));
    });
    const ended = Promise.race([asked, supervisor.crashed]);
    // Ready is no end: only a fault of the start itself may come before one.
    const end = await Promise.race([ended, booted.then(() => ended)]);
    eraseFoot();
    const stopped = process.env.REDIS_URL ? 'web, payments and worker' : 'web, payments, worker and Redis';
    if (typeof end === 'string') {
      say(`\n  ${end}: ${ready ? `stopping ${stopped}` : 'the start is cancelled'}`);
      return ready ? 0 : CANCELLED;
    }
    const what = `The ${end.name} process ${end.how}; everything else is stopped.`;
    throw new Stop([what, ...cures(end.tail), ...lastWords(end.name, end.tail)].join('\n'));
  } finally {
    await endRunning();
    await supervisor.stop();
    await stopRedis();
    forgetGiven();
    lock.release();
    // Whatever a cancelled step still holds open must not keep the script.
    setImmediate(() => process.exit());
  }
});
