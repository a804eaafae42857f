/** What the page without a connection makes of what was kept. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { StoredAccount } from '#app/_client/worker/types.ts';
import { Amounts, Formats } from '#app/_words/context.tsx';
import { de } from '#app/_words/de.ts';
import { en } from '#app/_words/en.ts';
import { MASK } from '#app/_words/format.ts';
import { StoredBalance } from '#app/(public)/offline/_stored/stored-balance.tsx';
import { StoredRows } from '#app/(public)/offline/_stored/stored-rows.tsx';
import { StoredSpenders } from '#app/(public)/offline/_stored/stored-spenders.tsx';
import { offlineWords } from '#app/(public)/offline/words.ts';
import { bookedTexts } from '#lib/booked-texts.ts';

const AS_OF = Date.parse('2026-03-02T12:00:00Z');
const row = (seq: number, amountMinor: number) => ({
  status: 'booked' as const,
  account: 'a_0123456789',
  seq,
  id: `id-${seq}`,
  at: AS_OF - seq * 3_600_000,
  amountMinor,
  counterparty: `Shop ${seq}`,
  description: 'Something',
  category: 'shopping',
  type: 'card' as const,
  balanceAfterMinor: 7654_32 + amountMinor,
  availableAfterMinor: 7654_32 + amountMinor,
});
const account: StoredAccount = {
  id: 'a_0123456789',
  name: 'Current account',
  currency: 'USD',
  availableMinor: 9876_54,
  pending: [],
  rows: [row(1, -1234_56), row(2, 2345_67)],
  balance: {
    '1mo': [
      { x: AS_OF - 86_400_000, yMinor: 4567_89 },
      { x: AS_OF, yMinor: 9876_54 },
    ],
  },
  spenders: { '2026-03': [{ name: 'groceries', amountMinor: 1234_56 }], all: [] },
};
/** Every amount above, and what the rows stand at, as people would read it. */
const AMOUNTS = ['9,876', '1,234', '2,345', '4,567', '6,419', '9,999'];

const words = offlineWords(en);

const shown = (hidden: boolean) =>
  renderToStaticMarkup(
    <Formats language="en" timeZone="UTC">
      <Amounts hidden={hidden}>
        <StoredBalance account={account} asOf={AS_OF} words={words} />
        <StoredSpenders account={account} month="2026-03" words={words} />
        <StoredRows account={account} asOf={AS_OF} words={words} />
      </Amounts>
    </Formats>,
  );

describe('what is shown without a connection', () => {
  test('is the balance, the spending and the rows as they were', () => {
    const markup = shown(false);
    for (const part of [
      '9,876',
      '.54 USD',
      '−1,234.56',
      '+2,345.67',
      '4,567.89',
      'Shop 1',
      'Groceries',
      'Current account',
    ]) {
      expect(markup).toContain(part);
    }
    expect(markup.match(/data-kept-seq/g)).toHaveLength(2);
  });

  test('the balance has axes, and each of its points is read by keys as by a thumb', () => {
    const markup = shown(false);
    expect(markup).toMatch(
      /role="slider"[^>]*aria-valuemax="1"[^>]*aria-valuetext="2\sMar\s2026, 12:00: 9,876\.54/,
    );
    // Amounts at their lines, and times below.
    for (const label of ['6,000', '8,000', '18:00']) expect(markup).toContain(`>${label}<`);
  });

  test('what is pending stands above the days, with no balance after it, and counts as no transaction', () => {
    const { seq, balanceAfterMinor, availableAfterMinor, ...rest } = row(0, -12_34);
    const pending = [{ ...rest, status: 'pending' as const, id: 'p', expiresAt: AS_OF + 86_400_000 }];
    const rows = (account: StoredAccount) =>
      renderToStaticMarkup(
        <Formats language="en" timeZone="UTC">
          <StoredRows account={account} asOf={AS_OF} words={words} />
        </Formats>,
      );
    const titles = [...rows({ ...account, pending }).matchAll(/<h[23][^>]*>([^<]+)/g)].map(
      ([, text]) => text,
    );
    expect(titles).toEqual(['The last 2 transactions', 'Pending', 'Today']);
    const alone = rows({ ...account, pending, rows: [] });
    expect(alone).toContain('−12.34');
    expect(alone).not.toContain(words.row.balance);
    expect(alone).not.toContain(words.noTransactions);
    expect(rows(account)).not.toContain('Pending');
  });

  test('names what was booked in German in German', () => {
    const german = {
      ...account,
      rows: [{ ...row(1, -1), counterparty: 'Farmers Market', description: 'Lamps' }],
    };
    const markup = renderToStaticMarkup(
      <Formats language="de" timeZone="UTC" texts={bookedTexts.de}>
        <StoredRows account={german} asOf={AS_OF} words={offlineWords(de)} />
      </Formats>,
    );
    for (const text of ['>Wochenmarkt<', '>Lampen<']) expect(markup).toContain(text);
  });

  test('has no digit of an amount while amounts are hidden', () => {
    const markup = shown(true);
    expect(AMOUNTS.filter((amount) => markup.includes(amount))).toEqual([]);
    expect(markup.split(MASK).length).toBeGreaterThan(6);
    expect(AMOUNTS.filter((amount) => shown(false).includes(amount))).toEqual(AMOUNTS);
  });
});
