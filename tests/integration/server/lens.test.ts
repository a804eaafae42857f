/** The lens over HTTP: own data alone, and only for who switched it on. */
import { beforeAll, expect, test } from 'vitest';
import { lensChoice } from '#lib/browser-choices.ts';
import { findRoutes } from '#lib/http/router.ts';
import { withLens } from '#server/lens.ts';
import { mount } from '#server/mount.ts';
import { serverTiming } from '#server/timing.ts';
import { APP } from '#tests/setup/endpoints.ts';
import { newCustomer, servedBank, signedIn, somePostings, withEntries } from '../api/api-world.ts';
import { type Serving, startServing } from './serving.ts';

const { redis } = await servedBank();
let demo: Serving;
beforeAll(async () => {
  const dispatch = mount(findRoutes(APP), serverTiming());
  demo = await startServing(
    withLens((request, response) => dispatch(request, response) ?? void response.writeHead(404).end()),
    undefined,
    [],
  );
  return () => demo.stop();
});

const ON = `${lensChoice.cookieName()}=on`;

async function customer() {
  const { user, refs } = await newCustomer(redis);
  const [ref] = refs;
  if (!ref) throw new Error('no account');
  await withEntries(redis, ref, somePostings(3, 20));
  const { cookie } = (await signedIn(redis, user)) as { cookie: string };
  return { user, cookie, path: `/api/accounts/${ref.account}/transactions` };
}
const timingOf = async (path: string, cookie?: string) =>
  String((await demo.ask(path, { headers: cookie ? { cookie } : {} })).headers['server-timing']);

test('an answer says which commands made it, with keys of who asked and no id of a session', async () => {
  const [ann, ben] = [await customer(), await customer()];
  const [told] = await Promise.all([
    timingOf(`${ann.path}?q=tesco`, `${ann.cookie}; ${ON}`),
    timingOf(ben.path, `${ben.cookie}; ${ON}`),
  ]);
  expect(told).toMatch(/FT\.AGGREGATE;dur=[\d.]+;desc="\d+ redisBank:idx:/);
  expect(told).not.toMatch(/tesco|PING/);
  const tags = [...told.matchAll(/\{([^}]+)\}/g)].map(([, tag]) => tag);
  expect(new Set(tags)).toEqual(new Set([ann.user]));
  for (const key of told.match(/redisBank:session:\S+/g) ?? []) expect(key).toMatch(/\}:\*"?,?$/);
});

test('who did not switch it on, or is not signed in, is told nothing more', async () => {
  const { cookie, path } = await customer();
  for (const given of [cookie, `${cookie}; ${lensChoice.cookieName()}=off`, ON]) {
    expect(await timingOf(path, given)).not.toContain('redisBank:');
  }
});

test('files that lessons name are served as they are, and no others', async () => {
  const { status, text } = await demo.ask('/lens/README.md');
  expect([status, text.startsWith('# Redis Bank')]).toEqual([200, true]);
  expect((await demo.ask('/lens/lib/finance/balance.ts')).status).toBe(200);
  const script = await demo.ask('/lens/app/_frame/lens/place.mjs');
  expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  for (const other of [
    'package.json',
    'lib/config.ts',
    '../README.md',
    'lib/finance/../config.ts',
    '.data/state.json',
  ])
    expect([other, (await demo.ask(`/lens/${other}`)).status]).toEqual([other, 404]);
});
