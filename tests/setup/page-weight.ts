/** What a page weighs, for the bench that prints it and for the budgets that hold it. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { settling } from './settled.ts';

const FLIGHT = /<script[^>]*>(?:self\.__next_f|\(self\.__next_f).*?<\/script>/gs;

/** In bytes. `flight` is what a document's scripts go on from, and `html` the rest of it. */
export type PageWeight = { html: number; flight: number; documentGzip: number; scriptGzip: number };

const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0);

/** Runs in the page: the one that stands in without a connection leads away three seconds later, when there is one. */
function stayOffline(): void {
  const { fetch } = window;
  window.fetch = (...asked) => (asked[0] === '/api/health' ? new Promise(() => {}) : fetch(...asked));
}

/** A first view of `path`: its document, and every script that it loads before somebody does something. */
export async function weighPage(page: Page, path: string): Promise<PageWeight & { scripts: Buffer[] }> {
  const loaded: Promise<Buffer>[] = [];
  const settled = settling(page);
  await page.addInitScript(stayOffline);
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') loaded.push(response.body());
  });
  const answer = await page.goto(path);
  const document = (await answer?.text()) ?? '';
  // Charts and whatever else a page fetches once it stands.
  await settled();
  const scripts = await Promise.all(loaded);
  const flight = sum([...document.matchAll(FLIGHT)].map(([script]) => Buffer.byteLength(script)));
  return {
    html: Buffer.byteLength(document) - flight,
    flight,
    documentGzip: gzipSync(document).byteLength,
    scriptGzip: sum(scripts.map((script) => gzipSync(script).byteLength)),
    scripts,
  };
}
