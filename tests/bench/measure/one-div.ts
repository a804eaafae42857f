/** A dynamic page of one div on our own server and Next's settings: the floor that the bank's pages are measured against. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuild } from '#scripts/lib/ensure-build.mjs';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { capture, lastLines } from '#scripts/lib/process.mjs';
import { stopChild } from '#scripts/lib/redis/server.mjs';
import { type Bank, SESSION_SECRETS } from './bank.ts';
import { pidOf, type Site, start } from './site.ts';

const FOLDER = inRoot('tests/bench/one-div');

export const buildOurs = () => ensureBuild(process.execPath);

/** @param bank whose Redis it may ask; the page asks for nothing. `flags` are Node's. */
export async function startOneDiv({ redis }: Bank, flags: readonly string[] = []): Promise<Site> {
  const next = inRoot('node_modules/next/dist/bin/next');
  const built = await capture(process.execPath, [next, 'build'], {
    cwd: FOLDER,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (built.status !== 0) throw new Error(lastLines(built.output, 40));
  const port = await freePort();
  const host = `localhost:${port}`;
  const more = { PORT: String(port), BANK_ORIGIN: `http://${host}`, BANK_LISTEN: '127.0.0.1' };
  const told = { env: process.env, urls: redis.urls, sessionSecrets: SESSION_SECRETS, more };
  const log = path.join(redis.folder, 'one-div.log');
  const web = start(
    'one div',
    FOLDER,
    [...flags, inRoot('server/main.ts')],
    environmentFor('web', told),
    log,
  );
  for (let left = 300; ; left--) {
    const text = await fetch(`http://${host}/`)
      .then((answer) => answer.text())
      .catch(() => '');
    if (text.includes('One div')) break;
    if (left === 0) throw new Error(`the page of one div did not come: ${text}`);
    await sleep(100);
  }
  return { name: 'one div', port, host, processes: { web: pidOf(web) }, stop: () => stopChild(web) };
}
