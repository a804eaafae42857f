/** The lens over HTTP: own data alone, and only for who switched it on. */
import { beforeAll, expect, test } from 'vitest';
import { lensChoice } from '#lib/browser-choices.ts';
import { findRoutes } from '#lib/http/router.ts';
import { LESSONS, lessonHref, sourceHref } from '#lib/lessons.ts';
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

test('files that lessons name are served to be read on a phone, and no others', async () => {
  const { status, text, headers } = await demo.ask('/lens/README.md');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(text).toContain('# Redis Bank');
  expect(text).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">');
  const balance = await demo.ask('/lens/lib/finance/balance.ts');
  expect([balance.status, balance.text]).toEqual([
    200,
    expect.stringContaining('<span id="balanceHistory">export async function balanceHistory'),
  ]);
  expect(balance.text).toContain('Promise&lt;');
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

test('what a card and a row of the README name is there, and each link of the README leads somewhere', async () => {
  const hrefs = Object.values(LESSONS).flatMap(({ read, lesson }) => [sourceHref(read), lessonHref(lesson)]);
  const { text } = await demo.ask('/lens/README.md');
  const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
  expect(links).toContain('/lens/lib/sessions/create.lua');
  for (const href of new Set([...hrefs, ...links])) {
    const [path = '', fragment] = href.split('#');
    const { status, text } = await demo.ask(path);
    expect([href, status]).toEqual([href, 200]);
    if (fragment) expect([href, text.includes(`<span id="${fragment}">`)]).toEqual([href, true]);
  }
});
