/** What whoever runs the bank sees of it, and what not even they see. */
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, expect, test, vi } from 'vitest';
import { findRoutes } from '#lib/http/router.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { bookingMeasure, commandMeasure, copyMeasure, lagMeasure, refusalMeasure } from '#lib/measures.ts';
import { answeredMeasure, connectionMeasure } from '#server/answered.ts';
import { operationsServer } from '#server/operations.ts';
import { newCustomer, servedBank, signedIn, somePostings } from '#tests/integration/api/api-world.ts';
import { listenTo } from '#tests/integration/live/live-helpers.ts';
import { APP } from '#tests/setup/endpoints.ts';

const MEASURES = [
  answeredMeasure,
  bookingMeasure,
  commandMeasure,
  connectionMeasure,
  copyMeasure,
  lagMeasure,
  refusalMeasure,
];
const { redis, bank } = await servedBank();
const heardBefore = MEASURES.filter((measure) => measure.isHeard());
const operations = operationsServer(findRoutes(APP));
await new Promise<void>((resolve) => operations.listen(0, '127.0.0.1', resolve));
afterAll(() => void operations.close());

async function metrics(): Promise<string> {
  const { port } = operations.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}
/** The lines of one metric, without its help. */
const linesOf = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(name));
const numberOf = (text: string, series: string) =>
  Number(linesOf(text, `${series} `)[0]?.slice(series.length) ?? 0);

test('nothing is measured before somebody may ask for it', () => {
  expect(heardBefore).toEqual([]);
  expect(MEASURES.filter((measure) => !measure.isHeard())).toEqual([]);
});

test('requests are counted by the pattern of their route, and no path, however many, becomes a label', async () => {
  const { user, refs } = await newCustomer(redis);
  const me = await signedIn(redis, user);
  const account = refs[0]?.account ?? '';
  const ask = async (count: number) => {
    for (let at = 0; at < count; at++) {
      await bank.ask(`/api/accounts/a_${at}/transactions?q=secret-${at}`, { headers: me });
      await bank.ask(`/elsewhere/secret-${at}`);
      await bank.ask(`/api/secret-${at}`, { method: 'PUT' });
    }
    await bank.ask(`/api/accounts/${account}/transactions`, { headers: me });
  };
  /** A request is counted when its connection is done with it, which is after its answer. */
  const counted = async (unknown: number) => {
    const served = 'bank_http_request_seconds_count{route="/api/accounts/:id/transactions",method="GET"';
    await expect
      .poll(async () => numberOf(await metrics(), `${served},status="404"}`), { interval: 20 })
      .toBe(unknown);
    return linesOf(await metrics(), 'bank_http_');
  };
  await ask(3);
  const before = await counted(3);
  await ask(20);
  const after = await counted(23);
  expect(after.length).toBe(before.length);
  const text = after.join('\n');
  expect(text).toMatch(/route="none",method="GET",status="404"\} 23$/m);
  expect(text).toMatch(/route="\/api\/\*path",method="PUT",status="404"\} 23$/m);
  for (const told of ['secret', account, user, 'a_1']) expect(await metrics()).not.toContain(told);
});

test('methods that nothing serves are one label, since clients choose them', async () => {
  for (const method of ['PROPFIND', 'MKCOL', 'PURGE']) await bank.ask('/api/session', { method });
  const other = 'bank_http_request_seconds_count{route="/api/session",method="other",status="405"}';
  await expect.poll(async () => numberOf(await metrics(), other)).toBe(3);
  expect(await metrics()).not.toMatch(/PROPFIND|MKCOL|PURGE/);
});

test('connections that were closed at a bound are counted by the bound', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  bank.server.emit('drop');
  for (let at = 0; at <= 512; at++) {
    const socket = Object.assign(new PassThrough(), { remoteAddress: '203.0.113.7' });
    bank.server.emit('connection', socket);
  }
  const text = await metrics();
  expect(numberOf(text, 'bank_connections_closed_total{bound="all"}')).toBe(1);
  expect(numberOf(text, 'bank_connections_closed_total{bound="address"}')).toBe(1);
  const lines = said.mock.calls.map(([line]) => JSON.parse(String(line)));
  expect(lines.filter(({ message }) => message.startsWith('connections are closed'))).toMatchObject([
    { level: 'warn', message: 'connections are closed: there are too many' },
    { level: 'warn', message: 'connections are closed: one address has too many', address: '203.0.113.7' },
  ]);
  said.mockRestore();
});

test('Redis, copies, refusals, sessions, streams and how late they are can be read', async () => {
  const { user, refs } = await newCustomer(redis);
  const me = await signedIn(redis, user);
  const { request, answered } = bank.open('/api/events', { headers: me });
  const response = await answered;
  request.on('error', () => undefined);
  const stream = listenTo(Readable.toWeb(response) as ReadableStream<Uint8Array>);
  const [ref] = refs;
  const [posting] = somePostings(1, 7);
  if (!ref || !posting) throw new Error('no account');
  await stream.until(() => stream.events().includes('start'));
  await postEntry(redis, ref, { ...posting, at: Date.now() });
  await stream.until(() => stream.seqs().length === 1);
  await bank.ask('/api/session', { headers: me });
  await bank.ask('/api/session');

  await expect
    .poll(async () => numberOf(await metrics(), 'bank_stream_lag_seconds_count'))
    .toBeGreaterThan(0);
  const text = await metrics();
  expect(numberOf(text, 'bank_streams')).toBe(1);
  expect(numberOf(text, 'bank_hashes_waiting')).toBe(0);
  expect(numberOf(text, 'bank_sessions{role="user"}')).toBeGreaterThan(0);
  expect(numberOf(text, 'bank_refusals_total{code="not_signed_in"}')).toBeGreaterThan(0);
  expect(numberOf(text, 'bank_copies_total{found="hit"}')).toBeGreaterThan(0);
  expect(numberOf(text, 'bank_redis_command_seconds_count{command="XRANGE"}')).toBeGreaterThan(0);
  expect(linesOf(text, 'bank_event_loop_delay_seconds{quantile="0.99"}').length).toBe(1);
  request.destroy();
});

test('what Redis refuses counts as failed', async () => {
  const series = 'bank_redis_failures_total{command="HGET"}';
  const before = numberOf(await metrics(), series);
  await expect(redis.sendCommand(['HGET', 'redisBank:ticking:none', 'a', 'b'])).rejects.toThrow();
  expect(numberOf(await metrics(), series)).toBe(before + 1);
});

test('a histogram reads as Prometheus has it: buckets add up, the last one to the count', async () => {
  const lines = linesOf(await metrics(), 'bank_redis_command_seconds_bucket{le=').filter((line) =>
    line.includes('command="XRANGE"'),
  );
  const counts = lines.map((line) => Number(line.split(' ').at(-1)));
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(lines.at(-1)).toContain('le="+Inf"');
  const count = numberOf(await metrics(), 'bank_redis_command_seconds_count{command="XRANGE"}');
  expect([counts.at(-1), count > 0]).toEqual([count, true]);
});
