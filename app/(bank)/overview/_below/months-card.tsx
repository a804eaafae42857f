import Link from 'next/link';
import { type MouseEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { valueTicks } from '#app/_kit/charts/ticks.ts';
import { classes } from '#app/_kit/class-names.ts';
import { DataTable } from '#app/_kit/data-table.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { AndPending } from '#app/(bank)/overview/_overview/and-pending.tsx';
import { Toolbar } from '#app/(bank)/overview/_overview/toolbar.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { Scope } from '#app/(bank)/overview/overview-state.ts';
import type { MonthSums } from '#lib/finance/totals.ts';
import type { PendingView } from '#lib/ledger/schema.ts';
import { monthAfter, startOfDay } from '#lib/time.ts';

const MONTHS = 12;
/** At most, above zero. */
const GRID_LINES = 5;
/** Of the drawing; bars are drawn without a library, since each month is a link. */
const [WIDTH, HEIGHT, BAR] = [20, 100, 7];
/** Hollow beside the solid of what came in: told apart without colour. */
const OUT_LOOK = 'fill-raised stroke-ink-soft';

/**
 * What came in and went out in each of the last twelve months. A month that is pointed at, has the focus or is touched says
 * its sums; opened, it shows its transactions: by touch with the second tap.
 */
export function MonthsCard({
  scope: { account, month, hrefOf },
  months,
  pending,
}: {
  scope: Scope;
  months: readonly MonthSums[];
  pending: readonly PendingView[];
}) {
  const format = useFormat();
  const words = useWords();
  const shown = useMemo(() => lastMonths(months, month), [months, month]);
  const max = Math.max(...shown.flatMap(({ inMinor, outMinor }) => [inMinor, outMinor]), 1);
  const { at, step } = valueTicks(0, max, GRID_LINES);
  const height = (minor: number) => (HEIGHT * minor) / (max * 1.05);
  const [pointed, setPointed] = useState<string | null>(null);
  /** Of the tap that is under way: whether it only says the sums. */
  const onlySays = useRef(false);
  const described = shown.find((one) => one.month === (pointed ?? month));
  const none = months.length === 0;
  const say = (one: MonthSums, template: string) =>
    fill(template, {
      month: format.month(one.month),
      in: format.money(one.inMinor),
      out: format.money(one.outMinor),
      net: format.signed(one.inMinor - one.outMinor),
      currency: account.currency,
    });
  const pointing = (name: string) => ({
    onPointerDown: ({ pointerType }: PointerEvent) => {
      onlySays.current = pointerType === 'touch' && pointed !== name;
    },
    onPointerEnter: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && setPointed(name),
    onPointerLeave: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && setPointed(null),
    onFocus: () => setPointed(name),
    onBlur: () => setPointed(null),
    onClick: (event: MouseEvent) => {
      if (onlySays.current) event.preventDefault();
      onlySays.current = false;
    },
  });
  const nameOf = (name: string) => format.monthName(startOfDay(`${name}-15`, format.timeZone));

  return (
    <section className="card flex flex-col" aria-labelledby="months">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4">
        <h2 id="months" className="font-strong">
          {words.months}
        </h2>
        {!none && (
          <p className="flex gap-4 text-small text-ink-soft">
            <Key look="fill-credit" text={words.in} />
            <Key look={OUT_LOOK} text={words.out} />
          </p>
        )}
      </div>
      {none && <p className="m-auto py-8 text-center text-ink-soft">{words.monthsNone}</p>}
      <figure hidden={none} aria-label={words.months} className="flex grow flex-col">
        {/* As wide as the card on a phone: each month is a target of 24 px at the least. */}
        <div className="relative -mx-3 mt-2 h-52 sm:mx-0 lg:h-auto lg:max-h-96 lg:min-h-64 lg:grow">
          {at
            .filter((value) => value >= 0 && height(value) <= HEIGHT)
            .map((value) => (
              <div
                key={value}
                aria-hidden="true"
                style={{ bottom: `calc(2.5rem + (100% - 2.5rem) * ${height(value) / HEIGHT})` }}
                className="absolute inset-x-0 border-t border-line"
              >
                <span className="figures absolute right-0 -translate-y-1/2 bg-raised pl-1 text-small text-ink-soft max-[22rem]:hidden sm:pl-2">
                  {format.axis(value, step)}
                </span>
              </div>
            ))}
          <Toolbar
            label={words.months}
            across
            className="!absolute inset-0 right-10 max-[22rem]:right-0 sm:right-14"
          >
            <ol className="grid h-full grid-cols-12 grid-rows-[minmax(0,1fr)]" data-testid="months">
              {shown.map((one) => {
                const bars = (
                  <>
                    <svg
                      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
                      preserveAspectRatio="none"
                      aria-hidden="true"
                      className="h-0 w-full grow"
                    >
                      <Bar x={2} height={height(one.inMinor)} look="fill-credit" />
                      <Bar x={11} height={height(one.outMinor)} look={OUT_LOOK} />
                    </svg>
                    <span
                      aria-hidden="true"
                      className={classes(
                        'flex h-10 flex-col items-center pt-1 text-small leading-4 whitespace-nowrap text-ink-soft',
                        one.month === pointed && 'text-ink',
                        isEven(one.month) && 'max-sm:invisible lg:invisible',
                      )}
                    >
                      {nameOf(one.month)}
                      {one.month.endsWith('-01') && <span>{one.month.slice(0, 4)}</span>}
                    </span>
                  </>
                );
                const look = 'flex h-full flex-col items-center rounded-field';
                return (
                  <li key={one.month} className="min-w-0" data-month={one.month}>
                    {one.count > 0 ? (
                      <Link
                        href={hrefOf({}, one.month)}
                        prefetch={false}
                        className={`${look} relative hover:bg-sunken focus-visible:bg-sunken`}
                        {...pointing(one.month)}
                      >
                        {/* Text rather than a label: who speaks to the page says the "Jan" that is seen (WCAG 2.5.3). */}
                        <span className="sr-only">{say(one, words.monthLabel)}</span>
                        {bars}
                      </Link>
                    ) : (
                      <span className={look}>{bars}</span>
                    )}
                  </li>
                );
              })}
            </ol>
          </Toolbar>
        </div>
        <figcaption className="mt-3 text-small text-ink-soft" data-testid="months-sentence">
          {described && described.count > 0
            ? say(described, described.month === month ? words.monthSentence : words.monthWhole)
            : words.monthEmpty}
          <AndPending pending={(pointed ?? month) === month ? pending : []} />
        </figcaption>
      </figure>
      {!none && (
        <DataTable
          caption={words.months}
          toggle={words.showTable}
          head={[words.month, words.in, words.out, words.net]}
          rows={() =>
            shown
              .toReversed()
              .map((one) => [
                one.month,
                format.shortMonth(one.month),
                format.money(one.inMinor),
                format.money(one.outMinor),
                format.signed(one.inMinor - one.outMinor),
              ])
          }
        />
      )}
    </section>
  );
}

/** The last twelve up to `month`, those without entries too. */
function lastMonths(months: readonly MonthSums[], month: string): MonthSums[] {
  return Array.from({ length: MONTHS }, (_, index) => {
    const name = monthAfter(month, index + 1 - MONTHS);
    const found = months.find((one) => one.month === name);
    return found ?? { month: name, count: 0, inMinor: 0, outMinor: 0 };
  });
}

/** Every second month has its name where all have no room; January always has. */
const isEven = (month: string): boolean => Number(month.slice(-2)) % 2 === 0;

const Bar = ({ x, height, look }: { x: number; height: number; look: string }) => (
  <rect
    x={x}
    y={HEIGHT - height}
    width={BAR}
    height={height}
    className={look}
    strokeWidth={height > 0 ? 1.5 : 0}
    vectorEffect="non-scaling-stroke"
  />
);

const Key = ({ look, text }: { look: string; text: string }) => (
  <span className="flex items-center gap-1.5">
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <rect x="1" y="1" width="8" height="8" rx="1" className={look} strokeWidth="1.5" />
    </svg>
    {text}
  </span>
);
