/**
 * What each page weighs, by hand: `npx node tests/bench/page-bytes.ts`. On the production build with seeded data it prints
 * the kB of HTML and of flight in its document, of the document compressed, and of the script that a first view loads.
 * Their budgets are in docs/measured.md.
 */
import { chromium } from 'playwright';
import { findChromium } from '#scripts/lib/chromium.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { weighPage } from '#tests/setup/page-weight.ts';
import { startBank } from '#tests/setup/start-bank.ts';

const PAGES = [
  { path: '/login' },
  { path: '/offline' },
  { path: '/overview', as: 'bob' },
  { path: '/transactions', as: 'bob' },
  { path: '/security', as: 'bob' },
  { path: '/pay', as: 'bob' },
  { path: '/settings', as: 'bob' },
  { path: '/staff', as: 'adam' },
];
const PASSWORD = 'foobared';

/** Without a worker nothing moves: two builds are compared on the same data. */
const bank = await startBank({ port: await freePort(), worker: false });
const executablePath = process.env.CHROMIUM_PATH || (await findChromium()).path;
const browser = await chromium.launch({ executablePath });
const kB = (bytes: number) => Number((bytes / 1000).toFixed(1));

try {
  const rows = [];
  for (const { path, as } of PAGES) {
    const context = await browser.newContext({ baseURL: bank.origin, serviceWorkers: 'block' });
    if (as) {
      const data = { username: as, password: PASSWORD };
      const answer = await context.request.post('/api/auth/login', {
        data,
        headers: { origin: bank.origin },
      });
      if (!answer.ok()) throw new Error(`${as} could not sign in: ${answer.status()}`);
    }
    const { html, flight, documentGzip, scriptGzip } = await weighPage(await context.newPage(), path);
    rows.push({
      path,
      html: kB(html),
      flight: kB(flight),
      'document, gzip': kB(documentGzip),
      'script, gzip': kB(scriptGzip),
    });
    await context.close();
  }
  console.table(rows);
} finally {
  await browser.close();
  await bank.stop();
}
