/** How tests look at what a device keeps, and talk with the service worker that keeps it. */

import type { BrowserContext, Page } from 'playwright/test';
import type { Ask } from '#app/_client/worker/types.ts';
import { en, expect } from './fixtures.ts';

const words = en.offline;
const DATABASE = 'redisBank.offline';

/** For `test.use`: without a connection a browser complains of each request, and refused ones are part of it. */
export const WITH_WORKER = {
  serviceWorkers: 'allow',
  allowedComplaints: /Failed to load resource|ERR_|net::|Failed to fetch|FetchEvent|RSC payload/,
} as object;

/**
 * All that this browser holds of the bank outside cookies: names of records, and addresses in caches. With `texts` also
 * what stands in them: the code of the whole bank is among it, which takes its time to read.
 */
export async function scan(
  page: Page,
  texts = true,
): Promise<{ records: string[]; urls: string[]; text: string }> {
  return page.evaluate(async (withTexts) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const records: string[] = [];
    const urls: string[] = [];
    let text = JSON.stringify([{ ...localStorage }, { ...sessionStorage }]);
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        for (const key of await settled(all.getAllKeys())) {
          records.push(`${name} ${key}`);
          if (!withTexts) continue;
          const value = await settled(database.transaction(store).objectStore(store).get(key));
          text += JSON.stringify(value);
          if (value?.sealed) text += new TextDecoder('latin1').decode(value.sealed);
        }
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        urls.push(new URL(request.url).pathname);
        if (withTexts) text += await (await cache.match(request))?.text();
      }
    }
    return { records, urls, text };
  }, texts);
}

export const kept = async (page: Page) =>
  (await scan(page, false)).records.map((name) => name.split(' ')[1]).sort();
export const withWorker = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller !== null);
export const theSwitch = (page: Page) => page.getByRole('switch', { name: words.cardSwitch });

export async function keepOffline(page: Page): Promise<void> {
  await page.goto('/settings');
  await withWorker(page);
  await expect(theSwitch(page)).toBeEnabled();
  // What was wiped without being asked for comes back with the next page.
  if ((await theSwitch(page).getAttribute('aria-checked')) === 'false') await theSwitch(page).click();
  await expect(theSwitch(page)).toBeChecked();
  await expect(page.getByTestId('offline-said')).toContainText(words.cardOn.split('{')[0] ?? '');
  expect(await kept(page)).toEqual(['consent', 'data', 'key', 'times']);
}

/** Says something to the worker as a page of ours would, and answers what it says. */
export const say = (page: Page, message: Ask): Promise<unknown> =>
  page.evaluate(async (said) => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
      active?.postMessage(said, [port2]);
    });
  }, message);

/** Changes what the worker noted of times, as if they had passed. */
export const shiftTimes = (page: Page, shift: Record<string, number>): Promise<void> =>
  page.evaluate(
    ({ name, by }) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
          const change = opening.result.transaction('records', 'readwrite');
          const records = change.objectStore('records');
          const reading = records.get('times');
          reading.onsuccess = () => {
            const times = reading.result;
            for (const [field, ms] of Object.entries(by)) times[field] += ms;
            records.put(times, 'times');
          };
          change.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    { name: DATABASE, by: shift },
  );

export async function unplug(context: BrowserContext, page: Page, path: string): Promise<void> {
  await context.setOffline(true);
  await page.goto(path);
  await expect(page).toHaveURL(`/offline?to=${encodeURIComponent(path)}`);
}
