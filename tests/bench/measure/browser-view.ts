/** A page in a real Chromium, straight at a site or through the recorder. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium } from 'playwright';
import { findChromium } from '#scripts/lib/chromium.mjs';
import type { Ask } from './generator.ts';
import { type Recorded, startRecorder } from './recorder.ts';
import type { SignedIn } from './signed-in.ts';

/** Streams, late reads and the look for a new service worker come after the load. */
const SETTLED_MS = 2500;
const PHONE = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
};

/** @param port where the site's name leads, the site's own or a recorder's */
export async function openBrowser(
  { site, headers }: SignedIn,
  port = site.port,
): Promise<{ browser: Browser; context: BrowserContext }> {
  const executablePath = process.env.CHROMIUM_PATH || (await findChromium()).path;
  const args = [`--host-resolver-rules=MAP ${site.host} 127.0.0.1:${port}`];
  const browser = await chromium.launch({ executablePath, args });
  const context = await browser.newContext({ baseURL: `http://${site.host}`, ...PHONE });
  const cookies = (headers.cookie ?? '').split('; ').map((cookie) => {
    const at = cookie.indexOf('=');
    return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: `http://${site.host}` };
  });
  await context.addCookies(cookies);
  return { browser, context };
}

/** Milliseconds to the load event. `marker` is text that only the right page shows. */
export async function view(context: BrowserContext, path: string, marker: string, stayMs = SETTLED_MS) {
  const page = await context.newPage();
  try {
    const began = performance.now();
    const answer = await page.goto(path, { waitUntil: 'load' });
    const loadedMs = performance.now() - began;
    // 304 is how a browser hears that its copy is good.
    if (![200, 304].includes(answer?.status() ?? 0)) throw new Error(`${path}: status ${answer?.status()}`);
    if (!(await page.content()).includes(marker)) throw new Error(`${path} has no ${marker}`);
    await sleep(stayMs);
    return loadedMs;
  } finally {
    await page.close();
  }
}

/** What a first view, with nothing in the browser's cache, and a repeated one ask for. */
export async function recordViews(member: SignedIn, path: string, marker: string) {
  const recorder = await startRecorder(member.site);
  const { browser, context } = await openBrowser(member, recorder.port);
  try {
    await view(context, path, marker);
    const first = recorder.take();
    await view(context, path, marker);
    recorder.take();
    await view(context, path, marker);
    return { first, repeated: recorder.take() };
  } finally {
    await browser.close();
    recorder.stop();
  }
}

const isFile = ({ type }: Recorded) => !/html|json|event-stream|x-component/.test(type);

/** The same requests again: files by their size, the rest by its text; a stream begins where it is opened. */
export const replayed = (records: readonly Recorded[], marker: string): Ask[] =>
  records.map((record, at) => {
    const { method, type, status, length: bytes = record.bytes } = record;
    // Of a first view, only an answer that it asked for twice; by now it has changed.
    const { 'if-none-match': _, 'if-modified-since': __, ...headers } = record.headers;
    const stream = type === 'text/event-stream';
    const path = stream ? (record.path.split('?')[0] ?? '') : record.path;
    const text = { marker: at === 0 ? marker : '' };
    const expects = stream ? 'stream' : status === 200 && isFile(record) ? { bytes } : text;
    return { method, path, headers: { ...headers, connection: 'keep-alive' }, expects };
  });
