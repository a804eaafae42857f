'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useMemo } from 'react';
import { DataTable } from '#app/_ui/data-table.tsx';
import { fill } from '#app/_ui/messages/catalogue.ts';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';
import { type OverviewState, type Period, type Ranking, ranked } from './state.ts';

const SpendersRing = dynamic(() => import('#app/_ui/charts/spenders-ring.tsx'), { ssr: false });

const MOST = 5;

/** Written out, so that Tailwind finds each of them; the same order as the slices. */
const BARS = ['fill-rank-1', 'fill-rank-2', 'fill-rank-3', 'fill-rank-4', 'fill-rank-5'] as const;
const OTHER_BAR = 'fill-rank-other';

export function SpendersCard({
  state,
  currency,
  periods,
  wanted,
  failed,
  hrefOf,
  onPeriod,
}: {
  state: OverviewState;
  currency: string;
  /** Months as `yyyy-mm`, newest first. */
  periods: readonly string[];
  wanted: Period;
  failed: boolean;
  /** The transactions behind a name in the period shown. */
  hrefOf: (name: string) => string;
  onPeriod: (period: Period) => void;
}) {
  const format = useFormat();
  const words = useWords('overview');
  const spenders = state.spenders[state.period];
  const ranking = useMemo(() => ranked(spenders ?? [], MOST), [spenders]);
  const { top, otherMinor, totalMinor } = ranking;
  const [first] = top;
  const share = (amountMinor: number) => (totalMinor > 0 ? amountMinor / totalMinor : 0);
  const rows = [
    ...top.map(({ name, amountMinor }, place) => ({
      name,
      amountMinor,
      bar: BARS[place] ?? OTHER_BAR,
      href: hrefOf(name),
    })),
    ...(otherMinor > 0 ? [{ name: words.other, amountMinor: otherMinor, bar: OTHER_BAR, href: null }] : []),
  ];

  return (
    <section className="card flex flex-col" aria-labelledby="spenders">
      <div className="flex flex-wrap items-center justify-between gap-x-2">
        <h2 id="spenders" className="font-strong">
          {words.spenders}
        </h2>
        <label className="-mr-2 ml-auto">
          <span className="sr-only">{words.spendersPeriod}</span>
          <select
            value={wanted}
            onChange={(event) => onPeriod(event.target.value)}
            className="min-h-11 rounded-field bg-raised px-2 text-right text-ink-soft lg:text-small"
          >
            {periods.map((month) => (
              <option key={month} value={month}>
                {format.shortMonth(month)}
              </option>
            ))}
            <option value="all">{words.allTime}</option>
          </select>
        </label>
      </div>
      {first ? (
        <>
          <div className="mt-2 grid grid-cols-[7rem_minmax(0,1fr)] items-center gap-4 lg:grid-cols-1 lg:justify-items-center lg:gap-6">
            <Ring ranking={ranking} name={words.spenders} />
            <ol className="w-full self-stretch">
              {rows.map(({ name, amountMinor, bar, href }) => (
                <li key={name}>
                  <BarRow
                    name={name}
                    amount={format.money(amountMinor)}
                    part={amountMinor / Math.max(first.amountMinor, otherMinor)}
                    bar={bar}
                    href={href}
                  />
                </li>
              ))}
            </ol>
          </div>
          <p className="mt-3 text-small text-ink-soft lg:mt-auto lg:pt-3" data-testid="spenders-sentence">
            {fill(words.spendersSentence, {
              name: first.name,
              amount: format.money(first.amountMinor),
              share: format.percent(share(first.amountMinor)),
              total: format.withCurrency(totalMinor, currency),
            })}
          </p>
          <DataTable
            caption={words.spenders}
            toggle={words.showTable}
            head={[words.spenders, words.amount, words.share]}
            rows={() =>
              rows.map(({ name, amountMinor }) => [
                name,
                name,
                format.money(amountMinor),
                format.percent(share(amountMinor)),
              ])
            }
          />
        </>
      ) : (
        <p className="my-8 text-center text-ink-soft">{words.spendersEmpty}</p>
      )}
      {failed && (
        <p role="alert" className="text-small text-danger">
          {words.spendersFailed}{' '}
          <button type="button" className="text-link min-h-11 px-1" onClick={() => onPeriod(wanted)}>
            {words.retry}
          </button>
        </p>
      )}
    </section>
  );
}

function Ring({ ranking: { top, otherMinor, totalMinor }, name }: { ranking: Ranking; name: string }) {
  const format = useFormat();
  const words = useWords('overview');
  const amounts = useMemo(() => top.map(({ amountMinor }) => amountMinor), [top]);
  const { whole, cents } = format.split(totalMinor);
  return (
    <div className="relative size-28 lg:size-44">
      <SpendersRing amounts={amounts} other={otherMinor} name={name} />
      <p className="figures pointer-events-none absolute inset-0 flex flex-col items-center justify-center text-small">
        <span className="font-strong lg:text-large">
          {whole}
          <span className="text-small font-normal text-ink-soft">{cents}</span>
        </span>
        <span className="text-ink-soft">{words.spent}</span>
      </p>
    </div>
  );
}

function BarRow({
  name,
  amount,
  part,
  bar,
  href,
}: {
  name: string;
  amount: string;
  part: number;
  bar: string;
  href: string | null;
}) {
  const content = (
    <>
      <span className="flex justify-between gap-2">
        <span className="truncate">{name}</span>
        <span className="figures">{amount}</span>
      </span>
      {/* A width as an attribute of SVG: a strict CSP refuses style attributes in the server's HTML. */}
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" className="mt-1 h-1 w-full">
        <rect width={(100 * part).toFixed(2)} height="4" className={bar} />
      </svg>
    </>
  );
  const look = 'flex min-h-11 flex-col justify-center text-small';
  if (!href) return <span className={look}>{content}</span>;
  return (
    <Link href={href} prefetch={false} className={`${look} rounded-field hover:bg-sunken`}>
      {content}
    </Link>
  );
}
