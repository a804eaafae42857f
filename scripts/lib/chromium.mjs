/**
 * A Chromium for the browser tests: one that is on the machine, else Playwright's download (given up quickly
 * where it cannot be reached), else Debian's package where we are root, else one error that lists the ways.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from './paths.mjs';
import { capture, isExecutable, which } from './process.mjs';
import { Stop } from './say.mjs';

const DOWNLOAD_LIMIT_MS = 20_000;
/** The shell first: a whole browser spends a second of a processor on its own panels for every context. */
const SHELL = 'chromium-headless-shell';
const ON_PATH = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** Where macOS keeps it, which is never on PATH. */
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** @returns {string | null} the one Playwright downloaded earlier */
function playwrightsOwn() {
  const { chromium } = createRequire(import.meta.url)('playwright');
  const file = chromium.executablePath();
  return file && existsSync(file) ? file : null;
}

/** @param {string} file */
async function works(file) {
  const { status, output } = await capture(file, ['--version'], { timeoutMs: 15_000 });
  return status === 0 && /chrom/i.test(output);
}

/** The ways that need the world outside, to be replaced in tests. */
const WAYS = { own: playwrightsOwn, download, install };

/**
 * @param {(text: string) => void} [progress]
 * @param {Record<string, string | undefined>} [env]
 * @param {typeof WAYS} [ways]
 * @returns {Promise<{ path: string, from: string }>}
 */
export async function findChromium(progress = () => {}, env = process.env, ways = WAYS) {
  if (env.CHROMIUM_PATH) {
    if (isExecutable(env.CHROMIUM_PATH)) return { path: env.CHROMIUM_PATH, from: 'CHROMIUM_PATH' };
    throw new Stop(`CHROMIUM_PATH names ${env.CHROMIUM_PATH}, which cannot be run.`);
  }
  const own = ways.own();
  if (own) return { path: own, from: "Playwright's own" };
  for (const path of [...ON_PATH.map((name) => which(name, env.PATH)), MAC]) {
    // Ubuntu's chromium-browser is a script that only says where to get a snap.
    if (path && existsSync(path) && (await works(path))) return { path, from: 'on this machine' };
  }

  progress(`Playwright's download (given up after ${DOWNLOAD_LIMIT_MS / 1000} s without a beginning)`);
  if (await ways.download(progress)) {
    const path = ways.own();
    if (path) return { path, from: "Playwright's download" };
  }

  const installed = await ways.install(progress, env);
  if (installed) return { path: installed, from: 'the Debian package' };
  throw new Stop(
    [
      'The browser tests need a Chromium. Any one of these is enough:',
      '  CHROMIUM_PATH=/path/to/chromium npm test',
      `  chromium or google-chrome on PATH (Debian: apt-get install ${SHELL})`,
      '  npx playwright install chromium-headless-shell (where its download can be reached)',
    ].join('\n'),
  );
}

/**
 * @param {(text: string) => void} progress
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<string | null>}
 */
async function install(progress, env) {
  if (process.getuid?.() !== 0 || !which('apt-get', env.PATH)) return null;
  const apt = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await capture('apt-get', ['update', '-qq'], apt);
  for (const name of [SHELL, 'chromium']) {
    progress(`apt-get install ${name}`);
    await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], apt);
    const found = which(name, env.PATH);
    if (found) return found;
  }
  return null;
}

/**
 * Playwright retries for minutes where its servers cannot be reached; a download that shows no percentage within
 * the limit is given up, one that moves may take its time.
 * @param {(text: string) => void} progress
 */
async function download(progress) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), DOWNLOAD_LIMIT_MS);
  const args = [inRoot('node_modules/playwright/cli.js'), 'install', SHELL, 'chromium'];
  const { status } = await capture(process.execPath, args, {
    signal: stop.signal,
    onLine: (line) => {
      const [moved] = /\d+% of .*/.exec(line) ?? [];
      if (!moved) return;
      clearTimeout(timer);
      progress(`Playwright's download, ${moved.trim()}`);
    },
  });
  clearTimeout(timer);
  return status === 0;
}
