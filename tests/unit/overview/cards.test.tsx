import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Expected, Point } from '#app/_kit/charts/points.ts';
import { ranked } from '#app/_kit/charts/ranking.ts';
import { Ring } from '#app/_kit/charts/ring.tsx';
import { Scrubber } from '#app/_kit/charts/scrubber.tsx';
import { Formats } from '#app/_words/context.tsx';
import { en } from '#app/_words/en.ts';
import { ChartCard } from '#app/(bank)/overview/_balance/chart-card.tsx';
import { MonthsCard } from '#app/(bank)/overview/_below/months-card.tsx';
import { AccountsBar } from '#app/(bank)/overview/_overview/accounts-bar.tsx';
import { WordsContext } from '#app/(bank)/overview/_overview/use-words.ts';
import { Breakdown } from '#app/(bank)/overview/_spending/breakdown.tsx';
import type { OverviewState, Scope } from '#app/(bank)/overview/overview-state.ts';
import { overviewWords } from '#app/(bank)/overview/words.ts';
import type { AccountId } from '#lib/ids.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

const SCOPE: Scope = {
  account: { id: 'a_1', name: 'Current account', currency: 'USD' },
  today: '2026-11-25',
  month: '2026-11',
  periods: ['2026-11'],
  hrefOf: (_, period) => `/of/${period}`,
};

const shown = (children: ReactNode): string =>
  renderToStaticMarkup(
    <Formats language="en" timeZone="UTC">
      <WordsContext value={overviewWords(en)}>{children}</WordsContext>
    </Formats>,
  );

/** Every link with its address and what it says. */
const links = (html: string): [href: string, text: string][] =>
  [...html.matchAll(/<a ([^>]*)>(.*?)<\/a>/gs)].map(([, attributes = '', text = '']) => [
    /href="([^"]*)"/.exec(attributes)?.[1] ?? '',
    /aria-label="([^"]*)"/.exec(attributes)?.[1] ??
      text
        .replace(/<span aria-hidden="true"[^>]*>.*?<\/span>/gs, '')
        .replace(/<[^>]*>/g, ' ')
        .trim()
        .replace(/\s+/g, ' '),
  ]);

const PENDING = [-45_00, -1_20, 1_00].map((amountMinor, n) => ({
  ...{ status: 'pending' as const, account: 'a_1', id: `p${n}`, counterparty: 'Aldi', description: '' },
  ...{ category: 'groceries', type: 'card' as const, amountMinor, at: NOW, expiresAt: NOW },
}));

test('each of the last twelve months says what came in and went out, and those with entries are links', () => {
  const months = [
    { month: '2025-10', count: 9, inMinor: 1, outMinor: 1 },
    { month: '2026-09', count: 2, inMinor: 5480_00, outMinor: 12_34 },
    { month: '2026-11', count: 1, inMinor: 0, outMinor: 99_999_01 },
  ];
  const html = shown(<MonthsCard scope={SCOPE} months={months} pending={PENDING} />);
  expect(html.match(/data-month="/g)).toHaveLength(12);
  expect(links(html)).toEqual([
    ['/of/2026-09', 'September 2026: 5,480.00 in, 12.34 out'],
    ['/of/2026-11', 'November 2026: 0.00 in, 99,999.01 out'],
  ]);
  // Sums are of bookings; what is pending stands beside those of this month.
  expect(html).toContain('and 3 pending, 45.20');
  // The highest bar fills the drawing, and the others keep to its scale.
  const heights = [...html.matchAll(/<rect x="\d+" y="[^"]+" width="7" height="([^"]+)"/g)].map(([, text]) =>
    Number(text),
  );
  expect(heights).toHaveLength(24);
  const highest = Math.max(...heights);
  expect(highest).toBeLessThanOrEqual(100);
  // In and out of September stand third from the end, those of November last.
  const [septemberIn, septemberOut, octoberIn, octoberOut, novemberIn, novemberOut] = heights.slice(-6);
  expect([octoberIn, octoberOut, novemberIn, novemberOut]).toEqual([0, 0, 0, highest]);
  expect(septemberIn).toBeCloseTo((highest * 548_000) / 9_999_901, 6);
  expect(septemberOut).toBeCloseTo((highest * 1234) / 9_999_901, 6);
});

test('the balance of the account that is shown stands once: its tab has its number', () => {
  const accounts = [
    {
      id: 'a_1' as AccountId,
      name: 'Current account',
      number: '•••• 3161',
      currency: 'USD',
      availableMinor: 100_00,
    },
    { id: 'a_2' as AccountId, name: 'Savings', number: '•••• 3179', currency: 'USD', availableMinor: 20_00 },
  ];
  const html = shown(<AccountsBar accounts={accounts} balances={{}} current="a_1" />);
  expect(links(html)).toEqual([
    ['/overview?account=a_1', expect.stringMatching(/^Current account .*3161$/)],
    ['/overview?account=a_2', 'Savings 20.00 USD'],
  ]);
  expect(html).toMatch(/120\.00\sUSD/);
});

test('an account without entries says what will be here', () => {
  const state = { availableMinor: 0, at: NOW, range: '1mo', points: [{ x: NOW, yMinor: 0 }] };
  const chart = (seq: number) =>
    shown(
      <ChartCard
        currency={SCOPE.account.currency}
        now={NOW}
        live
        choice={{ wanted: '1mo', failed: false, choose: () => {} }}
        state={{ ...state, seq } as unknown as OverviewState}
      />,
    );
  expect(chart(0)).toContain(en.overview.chartNone);
  expect(chart(0)).not.toContain('role="slider"');
  expect(chart(1)).not.toContain(en.overview.chartNone);
  expect(chart(1)).toContain('role="slider"');
  const html = shown(<MonthsCard scope={SCOPE} months={[]} pending={[]} />);
  expect(html).toContain(en.overview.monthsNone);
  expect(links(html)).toEqual([]);
});

test('a category opens its merchants, each with its transactions, and Other says what is in it and opens it', () => {
  const spends = [700, 600, 500, 400, 300, 200, 100, 50, 25].map((amountMinor) => ({
    name: `n_${amountMinor}`,
    amountMinor,
  }));
  const html = (category: string | null, others = false) =>
    shown(
      <Breakdown
        label="Spending"
        ranking={ranked(spends, 5)}
        nameOf={(name) => name.replace('n_', 'N')}
        noteOf={({ amountMinor }) => `${amountMinor / 100}%`}
        merchantsOf={(name) => [
          { name: `${name} shop`, amountMinor: 800 },
          { name: 'Refunded', amountMinor: -100 },
        ]}
        hrefOf={(filter) => `/of/${Object.values(filter).join('/')}`}
        opened={{ category, others }}
        onOpened={() => {}}
      />,
    );
  const buttons = (text: string) => [...text.matchAll(/aria-expanded="(\w+)"/g)].map(([, open]) => open);
  expect(buttons(html(null))).toEqual(Array(6).fill('false'));
  expect(html(null)).toMatch(/Other.*3\.75.*N200, N100, N50, …/s);
  expect(links(html('n_700'))).toEqual([
    ['/of/n_700/n_700 shop', 'n_700 shop 8.00'],
    ['/of/n_700/Refunded', 'Refunded −1.00'],
    ['/of/n_700', 'All of N700'],
  ]);
  expect(buttons(html('n_100', true))).toHaveLength(10);
  expect(links(html('n_100', true))).toHaveLength(3);
  expect(links(html('n_100'))).toEqual([]);
});

test('the slices of the ring go once round it, each as long as its amount', () => {
  const html = renderToStaticMarkup(<Ring amounts={[500, 300]} other={200} name="Spenders" />);
  const arcs = [...html.matchAll(/stroke-dasharray="([\d.]+) ([\d.]+)" stroke-dashoffset="(-?[\d.]+)"/g)].map(
    ([, ...numbers]) => numbers.map(Number),
  );
  const round = 2 * Math.PI * 91;
  expect(arcs.map(([length = 0, rest = 0]) => length + rest)).toEqual(
    [1, 1, 1].map(() => expect.closeTo(round, 1)),
  );
  expect(arcs.map(([length = 0]) => (length + 2) / round)).toEqual(
    [0.5, 0.3, 0.2].map((share) => expect.closeTo(share, 3)),
  );
  expect(arcs.map(([, , offset = 0]) => -offset / round)).toEqual(
    [0, 0.5, 0.8].map((start) => expect.closeTo(start, 3)),
  );
});

test('arrow keys reach every point of the line, also those that share a moment', () => {
  const past = [0, 1].map((x) => ({ x, yMinor: 10 }));
  const ahead = ['Rent', 'Gym', 'Phone'].map((after, at) => ({ x: 2, yMinor: 9 - at, after }));
  let pointed: Point | Expected | null = null;
  /** What is read after a key, and which of them it says it is. */
  const press = (key: string): [read: unknown, now: unknown] => {
    const slider = () =>
      Scrubber({
        label: '',
        points: past,
        ahead,
        pointed,
        onPoint: (point) => {
          pointed = point;
        },
        readAtPixel: () => null,
        say: () => '',
        className: '',
        children: null,
      }).props;
    slider().onKeyDown({ key, preventDefault: () => undefined });
    return [pointed, slider()['aria-valuenow']];
  };
  const all = [...past, ...ahead].map((point, at) => [point, at]);
  expect(press('Home')).toEqual(all[0]);
  for (const one of all.slice(1)) expect(press('ArrowRight')).toEqual(one);
  for (const one of all.toReversed().slice(1)) expect(press('ArrowLeft')).toEqual(one);
});
