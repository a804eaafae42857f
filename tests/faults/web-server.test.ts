import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { inRoot } from '#scripts/lib/paths.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { waitUntilReady } from '#scripts/lib/ready.mjs';
import { type Bank, startBank } from '#tests/setup/start-bank.ts';

const SECOND = 1000;

let bank: Bank;
beforeAll(async () => {
  bank = await startBank({ port: await freePort() });
});
afterAll(() => bank?.stop());

async function signIn(origin = bank.origin): Promise<string> {
  const response = await fetch(`${origin}/perform_login`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'bob', password: 'foobared' }),
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Of a tag in HTML as React writes it. */
function attribute(tag: string, name: string): string {
  const value = new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&');
}

/** Another web process of the same bank, which this test may end. */
async function secondWeb() {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, [inRoot('server/main.ts')], {
    cwd: inRoot(),
    env: {
      ...process.env,
      PORT: String(port),
      BANK_ORIGIN: origin,
      NODE_ENV: 'production',
      // Both: another suite in the same run may have left the address of its own Redis behind.
      REDIS_URL: bank.redisUrl,
      REDIS_WEB_URL: bank.redisUrl,
    },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await waitUntilReady(`http://127.0.0.1:${port}`);
  return { origin, child };
}

test('the icon that browsers ask for unbidden is there', async () => {
  const answer = await fetch(`${bank.origin}/favicon.ico`);
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 4)).toEqual(Buffer.from([0, 0, 1, 0]));
});

describe('the whole server', () => {
  test('signs in by the form before any script has run, and for no other site', async () => {
    const page = await (await fetch(`${bank.origin}/login`)).text();
    const post = (headers: Record<string, string>) => {
      const form = new FormData();
      // The language has a form of its own on the page.
      const [own = ''] = [...page.matchAll(/<form[^>]*>.*?<\/form>/gs)]
        .flat()
        .filter((one) => one.includes('name="username"'));
      for (const [, tag = ''] of own.matchAll(/<input type="hidden" ([^>]*)>/g)) {
        form.append(attribute(tag, 'name'), attribute(tag, 'value'));
      }
      form.set('username', 'alice');
      form.set('password', 'foobared');
      return fetch(`${bank.origin}/login`, { method: 'POST', body: form, headers, redirect: 'manual' });
    };
    const own = await post({ origin: bank.origin, 'sec-fetch-site': 'same-origin' });
    expect([own.status, own.headers.get('location')]).toEqual([303, '/overview']);
    expect(own.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual([
      'redisBank',
      'redisBankDevice',
    ]);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    ] as Record<string, string>[]) {
      const foreign = await post(headers);
      expect([foreign.status, foreign.headers.getSetCookie()]).toEqual([403, []]);
      expect(await foreign.json()).toMatchObject({ code: 'cross_origin' });
    }
  });

  test('answers a request to change the protocol as any other, so that it passes the same gates', async () => {
    await fetch(`${bank.origin}/login`);
    for (const host of ['127.0.0.1', '::1']) {
      const answered = once(
        http.get({
          host,
          port: new URL(bank.origin).port,
          path: '/overview',
          headers: {
            host: new URL(bank.origin).host,
            connection: 'Upgrade',
            upgrade: 'websocket',
            'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
            'sec-websocket-version': '13',
          },
        }),
        'response',
      );
      const [response] = await answered;
      expect([host, response.statusCode]).toEqual([host, 307]);
      response.resume();
    }
  });

  test('leads pages at another spelling of this host to the one that cookies belong to', async () => {
    const other = bank.origin.replace('localhost', '127.0.0.1');
    const response = await fetch(`${other}/login?next=%2Foverview`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    expect(response.status).toBe(307);
    expect(response.headers.get('location')).toBe(`${bank.origin}/login?next=%2Foverview`);
  });

  test("leads from the tutorial's addresses to its own pages", async () => {
    const cookie = await signIn();
    const home = await fetch(`${bank.origin}/index.html`, { headers: { cookie } });
    expect([home.status, home.url]).toEqual([200, `${bank.origin}/overview`]);
    const anonymous = await fetch(`${bank.origin}/auth-login.html`);
    expect([anonymous.status, anonymous.url]).toEqual([200, `${bank.origin}/login`]);
  });

  test('with an open stream, a kept-alive connection and a page under way, ends within the five seconds that the start gives it', async () => {
    const web = await secondWeb();
    const cookie = await signIn(web.origin);
    const stream = await fetch(`${web.origin}/api/events`, { headers: { cookie } });
    expect(stream.status).toBe(200);
    const reader = stream.body?.getReader();
    await reader?.read();
    // The first rendering of a process loads the page's code, which is not what is measured here.
    await fetch(`${web.origin}/overview`, { headers: { cookie } });
    const page = fetch(`${web.origin}/overview`, { headers: { cookie } });
    await fetch(`${web.origin}/api/health`);

    const exited = once(web.child, 'exit');
    const startedAt = Date.now();
    web.child.kill('SIGTERM');
    const [code] = await exited;
    expect(Date.now() - startedAt).toBeLessThan(5 * SECOND);
    expect(code).toBe(0);
    // The stream came to an orderly end, and the page was finished.
    for (let done = false; !done; ) done = (await reader?.read())?.done ?? true;
    expect((await page).status).toBe(200);
  });
});
