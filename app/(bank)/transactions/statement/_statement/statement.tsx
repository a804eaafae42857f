import Link from 'next/link';
import type { ReactNode } from 'react';
import { RewrittenAmounts } from '#app/_frame/rewritten-amounts.tsx';
import { Hideable } from '#app/_kit/amount.tsx';
import { BackIcon } from '#app/_kit/icons.tsx';
import { Mark } from '#app/_kit/mark.tsx';
import { PrintButton } from '#app/_kit/print-button.tsx';
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import type { Format } from '#app/_words/format.ts';
import { messages, requestFormat } from '#app/_words/server.ts';
import { OwnNumber } from '#app/(bank)/_details/own-number.tsx';
import type { DrawnDetails } from '#app/(bank)/_details/use-details.ts';
import { ownNumberWords } from '#app/(bank)/_details/words.ts';
import { statementHref } from '#app/(bank)/transactions/_filters/address.ts';
import { conditionsOf } from '#app/(bank)/transactions/_filters/fields.ts';
import { periodText } from '#app/(bank)/transactions/_filters/filter-words.ts';
import type { StatementData } from '#app/(bank)/transactions/statement/data.ts';
import { daysOfMonth } from '#lib/time.ts';

import { StatementTable } from './statement-table.tsx';

/** On paper what banks send by post; on the screen the same, with a button. Oldest first, as it is read. */
export async function Statement({
  account,
  accountParam,
  customer,
  filter,
  list,
  months,
  maxRows,
  now,
  openingMinor,
  closingMinor,
  entries,
  totals,
  drawn,
}: StatementData & {
  drawn: DrawnDetails<string> | null;
  /** The address of the list that it was opened from. */
  list: string;
}) {
  const all = await messages();
  const { statement: words, frame, ...catalogue } = all;
  const format = await requestFormat();
  const others = [
    ...(filter.q?.trim() ? [fill(words.words, { query: filter.q.trim() })] : []),
    ...conditionsOf({ ...filter, from: undefined, to: undefined }, { format, words: catalogue, now }).map(
      ({ label }) => label,
    ),
  ];
  const period = periodText(filter, format, catalogue.transactions, now) ?? words.wholeTime;
  return (
    <>
      <RewrittenAmounts hidden={format.hidden} />
      <article className="statement mx-auto max-w-[60rem] py-2">
        <div className="mb-4 flex flex-wrap items-center justify-between gap-3 print:hidden">
          <Link
            href={list}
            prefetch={false}
            className="inline-flex min-h-11 items-center gap-2 px-2 text-ink-soft hover:text-ink"
          >
            <BackIcon />
            {words.back}
          </Link>
          <PrintButton look="button button-primary">{words.print}</PrintButton>
        </div>
        <Months {...{ months, filter, list, accountParam, words, format }} />
        <div className="card print:border-0 print:p-0">
          <header className="mb-6 flex flex-wrap items-start justify-between gap-4">
            <div>
              <p className="flex items-center gap-2 font-strong">
                <Mark />
                {frame.bank}
              </p>
              <h1 className="mt-3 text-title font-strong">{words.title}</h1>
              <p className="text-ink-soft">{period}</p>
            </div>
            <dl className="grid grid-cols-[auto_auto] items-center gap-x-4 text-small">
              <Fact name={words.customer}>{customer}</Fact>
              <Fact name={words.account}>{format.booked(account.name)}</Fact>
              <Fact name={words.number}>
                <OwnNumber
                  id={account.id}
                  number={account.number}
                  drawn={drawn}
                  words={ownNumberWords(all)}
                  here={statementHref(accountParam, filter, list)}
                />
              </Fact>
              <Fact name={words.currency}>{account.currency}</Fact>
            </dl>
          </header>
          {others.length > 0 && (
            <p className="mb-4">
              {words.only} {others.join(' · ')}
            </p>
          )}
          {totals.count > entries.length && (
            <p className="mb-4 rounded-field border border-edge p-3 font-strong">
              {fill(words.bounded, {
                most: format.count(maxRows),
                count: format.count(totals.count),
              })}
            </p>
          )}
          <Sums
            {...{ openingMinor, closingMinor, totals, words, format }}
            money={(minor) => <Hideable>{format.withCurrency(minor, account.currency)}</Hideable>}
          />
          {entries.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <StatementTable entries={entries} format={format} words={words} types={catalogue.types} />
          )}
          <p className="mt-6 text-small text-ink-soft">{fill(words.made, { time: format.full(now) })}</p>
        </div>
      </article>
    </>
  );
}

export function Sums({
  openingMinor,
  closingMinor,
  totals,
  words,
  format,
  money,
}: Pick<StatementData, 'openingMinor' | 'closingMinor' | 'totals'> & {
  words: Catalogue['statement'];
  format: Format;
  money: (minor: number) => ReactNode;
}) {
  return (
    <dl className="mb-6 grid grid-cols-2 gap-3 border-y border-line py-3 sm:grid-cols-3 sm:gap-x-6">
      <Sum name={words.opening}>{money(openingMinor)}</Sum>
      <Sum name={words.in}>{money(totals.inMinor)}</Sum>
      <Sum name={words.out}>{money(-totals.outMinor)}</Sum>
      {totals.movedMinor !== 0 && <Sum name={words.moved}>{money(totals.movedMinor)}</Sum>}
      <Sum name={words.closing}>{money(closingMinor)}</Sum>
      <Sum name={words.net}>
        {totals.netMinor > 0 && '+'}
        {money(totals.netMinor)}
      </Sum>
      <Sum name={words.count}>{format.count(totals.count)}</Sum>
    </dl>
  );
}

/** The statements of single months, and of all of them: that one takes the longest, and is never the first. */
function Months({
  months,
  filter,
  list,
  accountParam,
  words,
  format,
}: Pick<StatementData, 'months' | 'filter' | 'accountParam'> & {
  list: string;
  words: Catalogue['statement'];
  format: Format;
}) {
  const [first] = months.slice(-1);
  const choices = months.map((month) => ({ name: format.shortMonth(month), days: daysOfMonth(month) }));
  const all = first
    ? [{ name: words.wholeTime, days: { from: daysOfMonth(first).from, to: undefined } }]
    : [];
  return (
    // Folded on a phone; always open on a wide screen, where the browser can style what a fold has in it.
    <details className="mb-4 px-2 sm:px-0 print:hidden sm:[&::details-content]:block sm:[&::details-content]:[content-visibility:visible]">
      <summary className="text-link flex min-h-11 items-center sm:supports-[selector(::details-content)]:hidden">
        {words.months}
      </summary>
      <nav aria-label={words.months} className="grid grid-cols-3 gap-2 py-1 sm:flex sm:flex-wrap">
        {[...choices, ...all].map(({ name, days }) => (
          <Link
            key={name}
            href={statementHref(accountParam, days, list)}
            prefetch={false}
            aria-current={days.from === filter.from && days.to === filter.to ? 'page' : undefined}
            className="inline-flex min-h-11 items-center justify-center rounded-field border text-center border-edge px-3 text-small hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-strong"
          >
            {name}
          </Link>
        ))}
      </nav>
    </details>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="whitespace-nowrap text-ink-soft">{name}</dt>
    <dd className="figures text-right">{children}</dd>
  </>
);

const Sum = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-small text-ink-soft">{name}</dt>
    <dd className="figures font-strong !whitespace-normal">{children}</dd>
  </div>
);
