/**
 * What a page weighs, by hand: `npx node tests/bench/page-bytes.ts`. On the production build with seeded data it prints
 * for each page the bytes of its document, how many of them are flight (what the scripts go on from), and the bytes of
 * script that a first view loads, raw and gzipped.
 */
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium } from 'playwright';
import { findChromium } from '#scripts/lib/chromium.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { startBank } from '#tests/setup/start-bank.ts';

const PAGES = [
  { path: '/login' },
  { path: '/offline' },
  { path: '/overview', as: 'bob' },
  { path: '/transactions', as: 'bob' },
  { path: '/security', as: 'bob' },
  { path: '/staff', as: 'adam' },
];
const PASSWORD = 'foobared';
/** Charts and whatever else a page fetches once it stands. */
const SETTLED_MS = 2000;
const FLIGHT = /<script[^>]*>(?:self\.__next_f|\(self\.__next_f).*?<\/script>/gs;

/** Without a worker nothing moves: two builds are compared on the same data. */
const bank = await startBank({ port: await freePort(), worker: false });
const executablePath = process.env.CHROMIUM_PATH || (await findChromium()).path;
const browser = await chromium.launch({ executablePath });

async function weigh(context: BrowserContext, path: string) {
  const document = await (await context.request.get(path)).text();
  const flight = [...document.matchAll(FLIGHT)].reduce((sum, [script]) => sum + Buffer.byteLength(script), 0);
  const scripts: Promise<Buffer>[] = [];
  const page = await context.newPage();
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body());
  });
  await page.goto(path);
  await page.waitForTimeout(SETTLED_MS);
  const bodies = await Promise.all(scripts);
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0);
  return {
    path,
    document: Buffer.byteLength(document),
    documentGzip: gzipSync(document).byteLength,
    flight,
    script: sum(bodies.map((body) => body.byteLength)),
    scriptGzip: sum(bodies.map((body) => gzipSync(body).byteLength)),
  };
}

try {
  const rows = [];
  for (const { path, as } of PAGES) {
    const context = await browser.newContext({ baseURL: bank.origin, serviceWorkers: 'block' });
    if (as) {
      const data = { username: as, password: PASSWORD };
      const { ok, status } = await context.request
        .post('/api/auth/login', { data, headers: { origin: bank.origin } })
        .then((answer) => ({ ok: answer.ok(), status: answer.status() }));
      if (!ok) throw new Error(`${as} could not sign in: ${status}`);
    }
    rows.push(await weigh(context, path));
    await context.close();
  }
  console.table(rows);
} finally {
  await browser.close();
  await bank.stop();
}
