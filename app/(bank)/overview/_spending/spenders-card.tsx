import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import type { Choice } from '#app/_client/use-choice.ts';
import { type Ranking, ranked, type Spend } from '#app/_kit/charts/ranking.ts';
import { Ring } from '#app/_kit/charts/ring.tsx';
import { sliceAt } from '#app/_kit/charts/slices.ts';
import { DataTable } from '#app/_kit/data-table.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { Failed } from '#app/(bank)/overview/_overview/failed.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { OverviewState, Period, Scope } from '#app/(bank)/overview/overview-state.ts';
import { monthAfter } from '#lib/time.ts';
import { Breakdown } from './breakdown.tsx';
import { compared } from './compared.ts';
import { PeriodHeading } from './period-heading.tsx';

const MAX_SHOWN = 5;

export function SpendersCard({
  scope: { account, month, periods, hrefOf },
  state,
  choice,
}: {
  scope: Scope;
  state: OverviewState;
  /** Of the period. */
  choice: Choice<Period>;
}) {
  const format = useFormat();
  const words = useWords();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { period, spenders } = state;
  const hrefBehind = (name: string) => hrefOf({ counterparty: name }, period);
  const ranking = useMemo(() => ranked(spenders[period] ?? [], MAX_SHOWN), [spenders, period]);
  const before = useBefore(state);
  const { top, others, totalMinor } = ranking;
  const [first] = top;
  const share = (amountMinor: number) => format.percent(totalMinor > 0 ? amountMinor / totalMinor : 0);
  const note = (name: string, amountMinor: number) =>
    before &&
    compared(
      amountMinor,
      { amountMinor: before.of(name), month: format.monthAlone(before.month) },
      format.percent,
      words.compared,
    );

  const tap = (slice: number | null) => {
    const name = slice === null ? undefined : top[slice]?.name;
    if (name !== undefined) router.push(hrefBehind(name));
    else if (slice !== null) setOpen(!open);
  };

  return (
    <section className="card flex flex-col lg:col-span-3" aria-labelledby="spenders">
      <PeriodHeading
        id="spenders"
        title={words.spenders}
        label={words.spendersPeriod}
        periods={periods}
        choice={choice}
      />
      {first ? (
        <>
          <div className="mt-2 grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-4 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-8">
            <TotalRing ranking={ranking} name={words.spenders} onTap={tap} />
            <Breakdown
              label={words.spenders}
              ranking={ranking}
              hrefOf={hrefBehind}
              noteOf={note}
              open={open}
              onOpen={setOpen}
            />
          </div>
          <p className="mt-3 text-small text-ink-soft" data-testid="spenders-sentence">
            {fill(words.spendersSentence, {
              name: first.name,
              amount: format.money(first.amountMinor),
              share: share(first.amountMinor),
              total: format.withCurrency(totalMinor, account.currency),
            })}{' '}
            {before &&
              fill(period === month ? words.comparedSoFar : words.comparedAll, {
                change: compared(
                  totalMinor,
                  { amountMinor: before.totalMinor, month: format.monthAlone(before.month) },
                  format.percent,
                  words.comparedTotal,
                ),
                month: format.month(before.month),
                before: format.money(before.totalMinor),
              })}
          </p>
          <DataTable
            caption={words.spenders}
            toggle={words.showTable}
            head={[words.spenders, words.amount, words.share, ...(before ? [words.before] : [])]}
            rows={() =>
              [...top, ...others].map(({ name, amountMinor }) => [
                name,
                name,
                format.money(amountMinor),
                share(amountMinor),
                ...(before ? [note(name, amountMinor) ?? ''] : []),
              ])
            }
          />
        </>
      ) : (
        <p className="m-auto py-8 text-center text-ink-soft">{words.spendersEmpty}</p>
      )}
      <Failed text={words.spendersFailed} look="text-small" choice={choice} />
    </section>
  );
}

/** What the month before the one shown was spent on; null for all of time, and when nothing was. */
function useBefore({ period, spenders }: OverviewState) {
  return useMemo(() => {
    const month = period === 'all' ? '' : monthAfter(period, -1);
    const { totalMinor } = ranked(spenders[month] ?? [], 0);
    if (totalMinor === 0) return null;
    const amounts = new Map(spenders[month]?.map(({ name, amountMinor }: Spend) => [name, amountMinor]));
    return { month, totalMinor, of: (name: string) => amounts.get(name) ?? 0 };
  }, [period, spenders]);
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
    // biome-ignore lint/a11y/useKeyWithClickEvents: the ranked names beside it are links and do the same by keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: as above; it is an image to a screen reader.
    <div
      className="relative size-28 cursor-pointer lg:size-44"
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
