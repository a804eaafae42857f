import { expect, it } from 'vitest';
import { readStatement } from '#lib/export/statement.ts';
import { listAccounts, openAccount, requireAccount } from '#lib/ledger/accounts.ts';
import { postHistory } from '#lib/ledger/post.ts';
import { latestEntries, readEntry } from '#lib/ledger/read-entries.ts';
import { keys } from '#lib/redis/keys.ts';
import { searchEntries } from '#lib/search/search.ts';
import { everything, freshRef, freshUser, OPENED_AT, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, web] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('web')]);

it('pages of the newest entries follow each other without a gap or a double, down to the first', async () => {
  const ref = await freshRef(deploy);
  await postHistory(
    deploy,
    ref,
    Array.from({ length: 103 }, () => posting()),
  );
  for (const limit of [1, 7, 50]) {
    const seqs: number[] = [];
    for (let before: number | undefined; ; ) {
      const page = await latestEntries(web, ref, { before, limit });
      seqs.push(...page.items.map(({ seq }) => seq));
      if (page.next === null) break;
      before = page.next;
    }
    expect(seqs).toEqual(Array.from({ length: 103 }, (_, index) => 103 - index));
  }
});

it('a page asked for beyond either end is empty and says that there is no more', async () => {
  const ref = await freshRef(deploy);
  expect(await latestEntries(web, ref, { limit: 10 })).toEqual({ items: [], next: null });
  await postHistory(deploy, ref, [posting()]);
  expect(await latestEntries(web, ref, { limit: 10, before: 1 })).toEqual({ items: [], next: null });
  expect((await latestEntries(web, ref, { limit: 10, before: 900 })).items).toHaveLength(1);
  expect(await searchEntries(web, ref, { q: 'flat' }, { limit: 10, before: 1 })).toEqual({
    items: [],
    next: null,
  });
});

it('an entry that the account has not is not found, whatever its number looks like', async () => {
  const [ref, theirs] = [await freshRef(deploy), await freshRef(deploy)];
  await postHistory(deploy, theirs, [posting(), posting()]);
  await postHistory(deploy, ref, [posting()]);
  for (const seq of [0, -1, 2, 1.5, Number.NaN, 2 ** 60]) {
    await expect(readEntry(web, ref, seq), String(seq)).rejects.toMatchObject({ code: 'not_found' });
  }
  expect((await readEntry(web, ref, 1)).seq).toBe(1);
});

it('an account is found only under its owner: another’s, an unknown and a malformed id answer alike', async () => {
  const [ours, theirs] = [await freshRef(deploy), await freshRef(deploy)];
  expect((await requireAccount(web, ours.user, ours.account)).account.number).toBe('•••• 7890');
  const ids = [
    theirs.account,
    'a_0000000000',
    '',
    '*',
    `${theirs.account}:1`,
    `{${theirs.user}}:${theirs.account}`,
  ];
  const told = new Set<string>();
  for (const id of ids) {
    const error = await requireAccount(web, ours.user, id).catch((thrown: Error) => thrown);
    told.add(JSON.stringify([(error as { code?: string }).code, (error as Error).message]));
  }
  expect(told.size).toBe(1);
  expect([...told][0]).toContain('not_found');
});

it('opening an account that is open changes nothing', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, [posting()]);
  const before = await everything(admin, ref);
  const again = {
    number: '9',
    name: 'x',
    currency: 'EUR',
    openingBalanceMinor: 1,
    openingAt: OPENED_AT,
    ticking: true,
  };
  expect(await openAccount(deploy, ref, again)).toBe(false);
  expect(await everything(admin, ref)).toEqual(before);
});

it('accounts are listed in the customer’s own order, and one that is missing is left out', async () => {
  const user = freshUser();
  const [first, second] = [await freshRef(deploy, user), await freshRef(deploy, user)];
  const accounts = [second.account, 'a_missing000', first.account];
  await admin.json.set(keys.user(user), '$', { accounts });
  expect((await listAccounts(web, user)).map(({ id }) => id)).toEqual([second.account, first.account]);
  expect(await listAccounts(web, freshUser())).toEqual([]);
});

it('a statement from a day before there was money is one from the beginning', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, [posting(), posting()]);
  const whole = await readStatement(web, ref, {}, 10);
  expect(whole?.entries).toHaveLength(2);
  expect(await readStatement(web, ref, { from: '1970-01-01' }, 10)).toEqual(whole);
});
