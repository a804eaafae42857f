import { expect, test } from 'vitest';
import { fateOf, looked, withNews } from '#app/(staff)/staff/(sessions)/_list/with-news.ts';

const row = (sid: string, createdAt: number, lastActiveAt = createdAt) => ({ sid, createdAt, lastActiveAt });
const sids = (rows: readonly { sid: string }[]) => rows.map(({ sid }) => sid).join('');

test('what is new comes on top, and no row that stands leaves or changes its place', () => {
  const standing = [row('c', 30), row('b', 20), row('a', 10)];
  const now = withNews(standing, [row('e', 50), row('d', 40), row('c', 30, 99), row('a', 10)]);
  expect(sids(now)).toBe('edcba');
  expect(now[2]?.lastActiveAt, 'as it is now').toBe(99);
});

test('an older one that comes into the page since others ended is not new', () => {
  expect(sids(withNews([row('c', 30), row('b', 20)], [row('c', 30), row('a', 10)]))).toBe('cb');
  expect(sids(withNews([], [row('a', 10)]))).toBe('a');
});

test('a live session that left the question by what it did is not called ended', () => {
  const page = { items: [row('c', 30), row('b', 20)], next: null };
  expect(fateOf(row('a', 10), page, { username: 'ann' })).toBe('over');
  expect(fateOf(row('b', 20), page, { idleFor: '60000' })).toBe('live');
  expect(fateOf(row('a', 10), page, { idleFor: '60000' })).toBe('unmatched');
  expect(fateOf(row('a', 10), page, { stepUp: 'without' })).toBe('unmatched');
  expect(fateOf(row('a', 10), { ...page, next: '20' }, {}), 'beyond the page').toBe('live');
});

test('a look at the page before says nothing of the one that is drawn now', () => {
  const page = (...items: ReturnType<typeof row>[]) => ({ items });
  const [before, drawn] = [page(row('b', 20), row('a', 10)), page(row('a', 10))];
  const shown = { page: drawn, rows: drawn.items, latest: drawn, asOf: 1 };
  const look = { answer: before, asOf: 2, held: false };
  expect(looked(shown, before, look)).toBe(shown);
  expect(looked(shown, drawn, look)).toEqual({ page: drawn, rows: before.items, latest: before, asOf: 2 });
  expect(looked(shown, drawn, { ...look, held: true }).rows).toBe(drawn.items);
});
