import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { freePort } from '#scripts/lib/ports.mjs';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { type Bank, startBank } from '#tests/setup/start-bank.ts';
import { until } from '#tests/setup/until.ts';

const PAGES = ['/overview', '/transactions', '/security'];
const AT_ONCE = 6;
const ROUNDS = 3;

let bank: Bank;
let cookie: string;
let paused = 0;
beforeAll(async () => {
  bank = await startBank({ port: await freePort(), worker: false });
  const response = await fetch(`${bank.origin}/perform_login`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'bob', password: 'foobared' }),
    redirect: 'manual',
  });
  cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterAll(() => bank?.stop());

type Answer = { path: string; status: number; text: string; retryAfter: string | null };

/** Asks for pages all the while, until the answered function is called. */
function asking() {
  const answers: Answer[] = [];
  let going = true;
  const running = Array.from({ length: AT_ONCE }, async (_, at) => {
    for (let asked = at; going; asked++) {
      const path = PAGES[asked % PAGES.length] ?? '';
      const response = await fetch(bank.origin + path, { headers: { cookie }, redirect: 'manual' });
      answers.push({
        path,
        status: response.status,
        text: await response.text(),
        retryAfter: response.headers.get('retry-after'),
      });
    }
  });
  const ended = async () => {
    going = false;
    await Promise.all(running);
    return answers;
  };
  return { answers, ended };
}

const pidOfRedis = async () => {
  const admin = await connect(bank.redisUrl, { timeoutMs: 5000 });
  const pid = Number(/process_id:(\d+)/.exec(await admin.info('server'))?.[1]);
  admin.destroy();
  return pid;
};

test.each([
  ['killed', () => bank.redis.halt('SIGKILL'), () => bank.redis.resume()],
  [
    'paused',
    async () => {
      paused = await pidOfRedis();
      process.kill(paused, 'SIGSTOP');
    },
    async () => void process.kill(paused, 'SIGCONT'),
  ],
] as [string, () => Promise<void>, () => Promise<void>][])(
  'a page in the middle of which Redis is %s is the 503 page with its sentence, and no page of the framework',
  async (_, away, back) => {
    const { answers, ended } = asking();
    const ok = (from: number) =>
      until(() => answers.slice(from).filter(({ status }) => status === 200).length >= AT_ONCE);
    for (let round = 0; round < ROUNDS; round++) {
      await ok(answers.length);
      await sleep(Math.random() * 30);
      await away();
      const from = answers.length;
      await until(() => answers.slice(from).some(({ status }) => status === 503));
      await back();
    }
    await ended();
    const seen = answers.map(({ status }) => status);
    expect([...new Set(seen)].sort()).toEqual([200, 503]);
    for (const { status, text, retryAfter } of answers) {
      if (status !== 503) continue;
      expect(text).toContain(en.errors.unavailable);
      expect(Number(retryAfter)).toBeGreaterThan(0);
    }
  },
);
