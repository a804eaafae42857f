/** What the log says of requests when it is asked to, and what each answer of the demo says of its time. */
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { logRequests } from '#server/access-log.ts';
import { serverTiming } from '#server/timing.ts';
import { newCustomer, servedBank, signedIn } from '#tests/integration/api/api-world.ts';
import { until } from '#tests/setup/until.ts';
import { startServing } from './serving.ts';

const { redis, bank } = await servedBank();

describe('a request is one line in the log', () => {
  const lines: string[] = [];
  /** Whatever else is logged meanwhile is no request. */
  vi.spyOn(process.stderr, 'write').mockImplementation(
    (line) => JSON.parse(String(line)).message !== 'request' || lines.push(String(line)) > 0,
  );
  afterEach(() => void lines.splice(0));
  logRequests();
  /** A line is written when the connection is done with the request, which is after its answer. */
  const lineOf = async (asked: () => Promise<{ headers: object }>) => {
    const { headers } = await asked();
    await until(() => lines.length > 0);
    expect(lines.length).toBe(1);
    return { line: JSON.parse(lines[0] ?? ''), headers };
  };

  test('with method, route, status, time, address and the id of its answer', async () => {
    const { user } = await newCustomer(redis);
    const me = await signedIn(redis, user);
    const { line, headers } = await lineOf(() => bank.ask('/api/session', { headers: me }));
    expect(line).toMatchObject({ message: 'request', method: 'GET', route: '/api/session', status: 200 });
    expect(line).toMatchObject({ address: '127.0.0.1', tookMs: expect.any(Number) });
    expect(headers).toHaveProperty('x-request-id', line.requestId);
  });

  test('without path and query, where session ids are, accounts, and what people search for', async () => {
    const { user, refs } = await newCustomer(redis);
    const me = await signedIn(redis, user, 'bearer');
    const account = refs[0]?.account ?? '';
    const [sid = ''] = await redis.zRange(`redisBank:sessions:{${user}}`, 0, -1);
    const secrets = [sid, user, account, 'doctor', Object.values(me)[0] ?? ''];
    await lineOf(() => bank.ask(`/api/accounts/${account}/transactions?q=doctor`, { headers: me }));
    for (const secret of secrets) expect(lines.join('')).not.toContain(secret);
    lines.splice(0);
    const { line } = await lineOf(() => bank.ask(`/api/sessions/${sid}`, { method: 'DELETE', headers: me }));
    expect(line.route).toBe('/api/sessions/:sid');
    for (const secret of secrets) expect(lines.join('')).not.toContain(secret);
  });

  test('with the address of who sent it, whatever a request says that is refused at the door', async () => {
    const headers = { 'x-redisbank-address': '203.0.113.5', 'x-forwarded-for': '203.0.113.6' };
    const { line } = await lineOf(() => bank.ask('/%zz', { headers }));
    expect(line).toMatchObject({ route: 'none', status: 400, address: '127.0.0.1' });
  });
});

test('an answer says how long it took, and how long of that Redis was asked', async () => {
  const demo = await startServing(undefined, undefined, undefined, serverTiming());
  onTestFinished(demo.stop);
  const { user } = await newCustomer(redis);
  const me = await signedIn(redis, user);
  const timing = async (path: string, asked = {}) => {
    const { headers } = await demo.ask(path, asked);
    const found = /^redis;dur=([\d.]+);desc="(\d+) commands", total;dur=([\d.]+)$/.exec(
      String(headers['server-timing']),
    );
    return (found ?? []).slice(1).map(Number);
  };
  const [redisMs = -1, commands = 0, totalMs = -1] = await timing('/transaction/balance', { headers: me });
  expect(commands).toBeGreaterThan(0);
  expect(redisMs).toBeGreaterThan(0);
  // Of commands side by side no moment counts twice.
  expect(totalMs).toBeGreaterThanOrEqual(redisMs);
  expect(await timing('/api/health')).toEqual([0, 0, expect.any(Number)]);
});
