import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keys } from '#lib/redis/keys.ts';
import { forgetSearches, MAX_SEARCHES, recentSearches, rememberSearch } from '#lib/views/recent-searches.ts';
import { listViews, MAX_VIEWS, removeView, saveView, viewSchema } from '#lib/views/views.ts';
import { freshUser, redisAs } from '../search/search-helpers.ts';

const [admin, web] = await Promise.all([redisAs('admin'), redisAs('web')]);

it('views saved at the same moment are all there', async () => {
  const user = freshUser();
  const names = Array.from({ length: MAX_VIEWS }, (_, at) => `View ${at + 1}`);
  await Promise.all(names.map((name) => saveView(web, user, { name, filter: { q: name } })));
  expect(await listViews(web, user)).toMatchObject(names.map((name) => ({ name, filter: { q: name } })));
});

it('there are never more than twenty, however many are saved at once, and a known name still takes a new filter', async () => {
  const user = freshUser();
  const saved = await Promise.allSettled(
    Array.from({ length: MAX_VIEWS + 15 }, (_, at) =>
      saveView(web, user, { name: `n${at}`, filter: { q: 'x' } }),
    ),
  );
  expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_VIEWS);
  const refused = saved.filter((one) => one.status === 'rejected');
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'conflict' });
  const [first] = await listViews(web, user);
  if (!first) throw new Error('no view');
  await saveView(web, user, { name: first.name.toUpperCase(), filter: { direction: 'in' } });
  const after = await listViews(web, user);
  expect(after).toHaveLength(MAX_VIEWS);
  expect(after.find(({ id }) => id === first.id)).toEqual({
    id: first.id,
    name: first.name.toUpperCase(),
    filter: { direction: 'in' },
  });
});

it('a view is removed once, by its owner alone, and comes back under the same id', async () => {
  const [ours, theirs] = [freshUser(), freshUser()];
  const filter = { q: 'groc', direction: 'out' as const, min: '10' };
  const view = { name: 'Groceries out', filter, period: 'last30' as const };
  const { id } = await saveView(web, theirs, view);
  await expect(removeView(web, ours, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await listViews(web, ours)).toEqual([]);
  await removeView(web, theirs, id);
  await expect(removeView(web, theirs, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await saveView(web, theirs, view)).toEqual({ id, ...view });
  expect(await listViews(web, theirs)).toEqual([{ id, ...view }]);
});

it.each([
  [{ name: '', filter: {} }],
  [{ name: '   ', filter: {} }],
  [{ name: 'x'.repeat(41), filter: {} }],
  [{ name: 'a\nb\u0000', filter: {} }],
  [{ name: 'a', filter: { from: '2026-02-30' } }],
  [{ name: 'a', filter: { account: 'a_0123456789' } }],
  [{ name: 'a', filter: { q: 'x'.repeat(201) } }],
  [{ name: 'a', filter: {}, id: 'x' }],
  [{ name: 'a' }],
  [{ name: 'a', filter: {}, period: 'tomorrow' }],
])('%j is no view', (view) => {
  expect(viewSchema.safeParse(view).success).toBe(false);
});

it('recent searches are the last eight, newest first, each text once, as a list kept by hand would be', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('rent', 'RENT', 'tesco', 'café', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6'), {
        maxLength: 30,
      }),
      async (texts) => {
        const user = freshUser();
        let byHand: string[] = [];
        for (const text of texts) {
          await rememberSearch(web, user, text);
          byHand = [text, ...byHand.filter((one) => one.toLowerCase() !== text.toLowerCase())];
          byHand = byHand.slice(0, MAX_SEARCHES);
        }
        expect(await recentSearches(web, user)).toEqual(byHand);
      },
    ),
    { numRuns: 40 },
  );
});

it('the way to a search makes room for it, an older search that begins alike stays', async () => {
  const user = freshUser();
  await rememberSearch(web, user, 'coffee');
  await admin.zAdd(keys.searches(user), { value: 'coffee', score: Date.now() - 3_600_000 });
  for (const text of ['coffee s', 'coffee sh', 'coffee shop']) await rememberSearch(web, user, text);
  expect(await recentSearches(web, user)).toEqual(['coffee shop', 'coffee']);
});

it('one search or all are forgotten, and what is kept goes by itself in the end', async () => {
  const user = freshUser();
  for (const text of ['a', 'b', 'c']) await rememberSearch(web, user, text);
  expect(await admin.ttl(keys.searches(user))).toBeGreaterThan(80 * 24 * 3600);
  await forgetSearches(web, user, 'b');
  expect(await recentSearches(web, user)).toEqual(['c', 'a']);
  await forgetSearches(web, user);
  expect(await recentSearches(web, user)).toEqual([]);
  expect(await admin.exists(keys.searches(user))).toBe(0);
});
