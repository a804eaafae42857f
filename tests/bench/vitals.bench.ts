/**
 * Web vitals and Lighthouse of the four pages, on the production build with real data: `npx node
 * tests/bench/vitals.bench.ts [runs] [page…]`, by hand, on an idle machine. Three runs, and the median counts.
 *
 * - LCP, TBT, CLS and the scores: Lighthouse's own phone (a mid-range one, four times slower than this machine's
 *   processor, on a slow 4G line), with line and processor really made as slow (`throttlingMethod: 'devtools'`).
 *   Its usual way is to load the page at full speed and to reckon what a phone would have made of it; from a bank on
 *   the same machine every script is there before the first picture could be drawn, so that the picture is taken to
 *   have waited for all of them, which it does on no phone. `SIMULATED=1` measures that way.
 *   Its packages are large and apart: the first call fetches them by their own lockfile.
 * - INP: the slowest of the scripted taps and keys of a page, by the browser's Event Timing, at a quarter of the speed.
 */
import { chromium } from 'playwright';
import { findChromium } from '#scripts/lib/chromium.mjs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { startBank } from '#tests/setup/start-bank.ts';
import { installOwn } from './measure/own-packages.ts';
import { INTERACTIONS, PHONE } from './vitals/interactions.ts';
import { slowest } from './vitals/slowest.ts';

const RUNS = Number(process.argv[2] ?? 3);
const LONG_ENOUGH_MS = 25_000;
const METHOD = process.env.SIMULATED ? 'simulate' : 'devtools';
const TARGETS = {
  lcp: 1800,
  tbt: 150,
  inp: 150,
  cls: 0.02,
  performance: 95,
  accessibility: 100,
  practices: 100,
};
type Name = keyof typeof TARGETS;
type Figures = Record<Name, number>;
const NAMES = Object.keys(TARGETS) as Name[];
const AT_LEAST: ReadonlySet<Name> = new Set<Name>(['performance', 'accessibility', 'practices']);

const wanted = process.argv.slice(3);
const pages = Object.keys(INTERACTIONS).filter((path) => wanted.length === 0 || wanted.includes(path));

type LongTask = { url: string; startTime: number; duration: number };
type Shift = { node?: { snippet: string }; score: number };
type Audit = {
  score: number | null;
  numericValue?: number;
  title: string;
  displayValue?: string;
  details?: { items?: (LongTask & Shift)[] };
};
type Report = {
  environment: { benchmarkIndex: number };
  runtimeError?: { message: string };
  audits: Record<string, Audit>;
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
};
type Lighthouse = (url: string, flags: object) => Promise<{ lhr: Report } | undefined>;

async function loadLighthouse(): Promise<Lighthouse> {
  const own = inRoot('tests/bench/vitals');
  const entry = `${own}/node_modules/lighthouse/core/index.js`;
  await installOwn(own, 'lighthouse');
  return (await import(entry)).default;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const lighthouse = await loadLighthouse();
const bank = await startBank({ port: await freePort() });
const executablePath = process.env.CHROMIUM_PATH || (await findChromium()).path;
const faults = new Set<string>();
/** How fast this machine was just then, as Lighthouse measures it: a busy one makes every time longer. */
const speeds: number[] = [];

async function browserFor(path: string) {
  const port = await freePort();
  const context = await chromium.launchPersistentContext('', {
    executablePath,
    locale: 'en-GB',
    timezoneId: 'UTC',
    args: [`--remote-debugging-port=${port}`],
    baseURL: bank.origin,
    ...PHONE,
  });
  if (path !== '/login') {
    const data = { username: 'alice', password: 'foobared' };
    const answer = await context.request.post('/api/auth/login', { data });
    if (!answer.ok()) throw new Error(`sign-in answered ${answer.status()}`);
  }
  return { port, context };
}

/** Now and then a trace begins after the page did; Lighthouse then asks to be run again. */
async function measured(path: string): Promise<Omit<Figures, 'inp'>> {
  try {
    return await measuredOnce(path);
  } catch (error) {
    if (!String(error).includes('NO_NAVSTART')) throw error;
    return measuredOnce(path);
  }
}

async function measuredOnce(path: string): Promise<Omit<Figures, 'inp'>> {
  const { port, context } = await browserFor(path);
  try {
    const flags = {
      // The live stream never ends, so a page is never done by itself.
      maxWaitForLoad: LONG_ENOUGH_MS,
      throttlingMethod: METHOD,
      port,
      output: 'json',
      logLevel: 'error',
      disableStorageReset: true,
      formFactor: 'mobile',
      onlyCategories: ['performance', 'accessibility', 'best-practices'],
    };
    const result = await lighthouse(bank.origin + path, flags);
    if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? 'no report');
    const { audits, categories } = result.lhr;
    for (const name of ['accessibility', 'best-practices']) {
      for (const { id, weight } of categories[name]?.auditRefs ?? []) {
        const { score = null, title = '' } = audits[id] ?? {};
        if (weight > 0 && score !== null && score < 1) faults.add(`${path}: ${title} (${id})`);
      }
    }
    const value = (id: string) => audits[id]?.numericValue ?? Number.NaN;
    speeds.push(result.lhr.environment.benchmarkIndex);
    if (value('total-blocking-time') > TARGETS.tbt) {
      for (const { url, startTime, duration } of (audits['long-tasks']?.details?.items ?? []).slice(0, 5)) {
        const told = `${Math.round(duration)} ms at ${Math.round(startTime)} ms`;
        console.log(`  a long task: ${told}, ${url.replace(bank.origin, '')}`);
      }
    }
    const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
    if (value('cumulative-layout-shift') > TARGETS.cls) {
      for (const { node, score: moved } of audits['layout-shifts']?.details?.items ?? []) {
        faults.add(`${path}: moved by ${moved.toFixed(3)}, ${node?.snippet ?? 'something'}`);
      }
    }
    return {
      lcp: value('largest-contentful-paint'),
      tbt: value('total-blocking-time'),
      cls: value('cumulative-layout-shift'),
      performance: score('performance'),
      accessibility: score('accessibility'),
      practices: score('best-practices'),
    };
  } finally {
    await context.request.post('/api/auth/logout').catch(() => null);
    await context.close();
  }
}

/** The slowest interaction of the scripted ones, in milliseconds. */
async function interacted(path: string): Promise<number> {
  const { context } = await browserFor(path);
  try {
    const { duration, name, target } = await slowest(await context.newPage(), path);
    if (duration > TARGETS.inp) faults.add(`${path}: ${name} took ${duration} ms on ${target}`);
    return duration;
  } finally {
    await context.request.post('/api/auth/logout').catch(() => null);
    await context.close();
  }
}

const shown = (name: Name, value: number) => (name === 'cls' ? value.toFixed(3) : String(Math.round(value)));
const inTime = (name: Name, value: number) =>
  AT_LEAST.has(name) ? value >= TARGETS[name] : value <= TARGETS[name];

let broken = false;
try {
  console.log(['page'.padEnd(14), ...NAMES.map((name) => name.padStart(13))].join(''));
  for (const path of pages) {
    const runs: Figures[] = [];
    for (let run = 0; run < RUNS; run++) {
      const figures = { ...(await measured(path)), inp: await interacted(path) };
      runs.push(figures);
      console.log(
        [path.padEnd(14), ...NAMES.map((name) => shown(name, figures[name]).padStart(13))].join(''),
      );
    }
    const medians = NAMES.map((name) => {
      const value = median(runs.map((figures) => figures[name]));
      const good = inTime(name, value);
      broken ||= !good;
      return `${shown(name, value)}${good ? ' ok' : ' MISSED'}`.padStart(13);
    });
    console.log([`${path} median`.padEnd(14), ...medians].join(''), '\n');
  }
  const targets = NAMES.map((name) => `${AT_LEAST.has(name) ? '≥' : '≤'} ${TARGETS[name]}`.padStart(13));
  console.log(['promised'.padEnd(14), ...targets].join(''));
  console.log(
    `machine: ${Math.round(Math.min(...speeds))} to ${Math.round(Math.max(...speeds))} (benchmarkIndex)`,
  );
  for (const fault of faults) console.log(fault);
} finally {
  await bank.stop();
}
process.exitCode = broken ? 1 : 0;
