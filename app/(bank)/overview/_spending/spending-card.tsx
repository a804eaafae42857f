import { useMemo, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useChoice } from '#app/_client/use-choice.ts';
import { type Ranking, ranked, type Spend } from '#app/_kit/charts/ranking.ts';
import { Ring } from '#app/_kit/charts/ring.tsx';
import { sliceAt } from '#app/_kit/charts/slices.ts';
import { classes } from '#app/_kit/class-names.ts';
import { DataTable } from '#app/_kit/data-table.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { categoryName } from '#app/_words/category-name.ts';
import { useFormat, useShared } from '#app/_words/context.tsx';
import { AndPending } from '#app/(bank)/overview/_overview/and-pending.tsx';
import { Failed } from '#app/(bank)/overview/_overview/failed.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import {
  type OverviewEvent,
  type OverviewState,
  type Period,
  type Scope,
  spentOn,
} from '#app/(bank)/overview/overview-state.ts';
import type { PendingView } from '#lib/ledger/schema.ts';
import { monthAfter } from '#lib/time.ts';
import { Breakdown, type Opened } from './breakdown.tsx';
import { compared } from './compared.ts';
import { PeriodHeading } from './period-heading.tsx';

const MAX_SHOWN = 5;

/**
 * Where the money went in a period, by category, beside the month before: loaded when the card is mounted, then kept
 * current by live events.
 */
export function SpendingCard({
  scope: { account, month, periods, hrefOf },
  size,
  categories,
  pending,
  dispatch,
}: {
  scope: Scope;
  /** Its min height while the sums are loading. */
  size: string;
  categories: OverviewState['categories'];
  pending: readonly PendingView[];
  dispatch: (event: OverviewEvent) => void;
}) {
  const format = useFormat();
  const words = useWords();
  const { categories: names } = useShared();
  const nameOf = (category: string) => categoryName(category, names);
  const [shown, setShown] = useState<Period>(month);
  const [opened, setOpened] = useState<Opened>({ category: null, others: false });
  const choice = useChoice(
    month,
    (period, signal) => {
      const wanted = period === 'all' ? [period] : [period, monthAfter(period, -1)];
      return Promise.all(
        wanted
          .filter((one) => !categories[one])
          .map(async (one) => ({
            period: one,
            ...(await bank.get('/api/accounts/:id/categories', {
              params: { id: account.id },
              query: { period: one },
              signal,
            })),
          })),
      );
    },
    (read, period) => {
      dispatch({ type: 'categories', read });
      setShown(period);
    },
    { atOnce: true },
  );
  const sums = categories[shown];
  const ranking = useMemo(() => ranked(spentOn(sums ?? []), MAX_SHOWN), [sums]);
  const before = useBefore(categories, shown);
  const { top, others, totalMinor } = ranking;
  const [first] = top;
  const share = (amountMinor: number) => format.percent(amountMinor / totalMinor);
  const isSmall = (amountMinor: number) => Math.round((100 * amountMinor) / totalMinor) === 0;
  const change = ({ name, amountMinor }: Spend) =>
    before &&
    compared(
      amountMinor,
      { amountMinor: before.of(name), month: format.monthAlone(before.month) },
      format.percent,
      words.compared,
    );
  const tap = (slice: number | null) => {
    const category = slice === null ? undefined : top[slice]?.name;
    if (category !== undefined) setOpened({ ...opened, category });
    else if (slice !== null) setOpened({ ...opened, others: !opened.others });
  };

  return (
    <section
      className={classes('card flex flex-col lg:col-span-2', size)}
      aria-labelledby="spenders"
      aria-busy={!sums && !choice.failed}
    >
      <PeriodHeading
        id="spenders"
        title={words.spenders}
        label={words.spendersPeriod}
        periods={periods}
        choice={choice}
      />
      {!sums && !choice.failed && <div className="skeleton mt-2 grow" />}
      {sums && !first && <p className="m-auto py-8 text-center text-ink-soft">{words.spendersEmpty}</p>}
      {first && (
        <>
          <div className="mt-2 grid justify-items-center gap-x-8 gap-y-4 sm:grid-cols-[9rem_minmax(0,1fr)] sm:items-start lg:grid-cols-[11rem_minmax(0,1fr)]">
            <TotalRing ranking={ranking} name={words.spenders} onTap={tap} />
            <Breakdown
              label={words.spenders}
              ranking={ranking}
              nameOf={nameOf}
              noteOf={(category) =>
                [!isSmall(category.amountMinor) && share(category.amountMinor), change(category)]
                  .filter(Boolean)
                  .join(' · ')
              }
              merchantsOf={(category) => merchantsOf(sums, category)}
              hrefOf={(filter) => hrefOf(filter, shown)}
              opened={opened}
              onOpened={setOpened}
            />
          </div>
          <p className="mt-auto pt-3 text-small text-ink-soft" data-testid="spenders-sentence">
            {fill(words.spendersSentence, {
              name: nameOf(first.name),
              amount: format.money(first.amountMinor),
              share: share(first.amountMinor),
              total: format.withCurrency(totalMinor, account.currency),
            })}{' '}
            {before &&
              fill(shown === month ? words.comparedSoFar : words.comparedAll, {
                change: compared(
                  totalMinor,
                  { amountMinor: before.totalMinor, month: format.monthAlone(before.month) },
                  format.percent,
                  words.comparedTotal,
                ),
                month: format.month(before.month),
                before: format.money(before.totalMinor),
              })}{' '}
            {words.spendersNet}
            <AndPending pending={shown === month || shown === 'all' ? pending : []} />
          </p>
          <DataTable
            caption={words.spenders}
            toggle={words.showTable}
            head={[words.category, words.amount, words.share, ...(before ? [words.before] : [])]}
            rows={() =>
              [...top, ...others].map((category) => [
                category.name,
                nameOf(category.name),
                format.money(category.amountMinor),
                share(category.amountMinor),
                ...(before ? [change(category) ?? ''] : []),
              ])
            }
          />
        </>
      )}
      <Failed
        text={first ? words.spendersFailed : words.cardFailed}
        look={first ? 'text-small' : 'm-auto flex flex-col items-center text-center'}
        choice={choice}
      />
    </section>
  );
}

/** Greatest spending first: live postings are added in any order. */
const merchantsOf = (sums: OverviewState['categories'][Period] | undefined, category: string): Spend[] =>
  (sums?.find((one) => one.category === category)?.merchants ?? []).toSorted(
    (one, other) => other.amountMinor - one.amountMinor,
  );

/** What the month before the one shown was spent on; null for all of time, and when nothing was. */
function useBefore(categories: OverviewState['categories'], period: Period) {
  const month = period === 'all' ? '' : monthAfter(period, -1);
  const sums = categories[month];
  return useMemo(() => {
    const spends = spentOn(sums ?? []);
    const { totalMinor } = ranked(spends, 0);
    if (totalMinor === 0) return null;
    const amounts = new Map(spends.map(({ name, amountMinor }) => [name, amountMinor]));
    return { month, totalMinor, of: (name: string) => amounts.get(name) ?? 0 };
  }, [month, sums]);
}

function TotalRing({
  ranking: { top, otherMinor, totalMinor },
  name,
  onTap,
}: {
  ranking: Ranking;
  name: string;
  onTap: (slice: number | null) => void;
}) {
  const format = useFormat();
  const words = useWords();
  const amounts = useMemo(() => top.map(({ amountMinor }) => amountMinor), [top]);
  const { whole, cents } = format.split(totalMinor);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the ranked names beside it are buttons and do the same by keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: as above; it is an image to a screen reader.
    <div
      className="relative size-36 cursor-pointer lg:size-44"
      data-testid="ring"
      onClick={({ currentTarget, clientX, clientY }) => {
        const { left, top: above, width } = currentTarget.getBoundingClientRect();
        onTap(sliceAt(clientX - left, clientY - above, width, [...amounts, otherMinor]));
      }}
    >
      <Ring amounts={amounts} other={otherMinor} name={name} />
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
