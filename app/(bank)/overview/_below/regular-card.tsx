import Link from 'next/link';
import { useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useChoice } from '#app/_client/use-choice.ts';
import { Amount } from '#app/_kit/amount.tsx';
import { CategoryIcon } from '#app/_kit/category-icon.tsx';
import { classes } from '#app/_kit/class-names.ts';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat, useShared } from '#app/_words/context.tsx';
import { Failed } from '#app/(bank)/overview/_overview/failed.tsx';
import { Toolbar } from '#app/(bank)/overview/_overview/toolbar.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { Scope } from '#app/(bank)/overview/overview-state.ts';
import type { Regular } from '#lib/finance/regular.ts';
import { toDecimalText } from '#lib/money.ts';
import { startOfDay } from '#lib/time.ts';

/** Payments that come again and again, as the bank found them; each opens the transactions it was found in. */
export function RegularCard({
  scope: { account, today, hrefOf },
  size,
}: {
  scope: Scope;
  /** Its min height while the payments are loading. */
  size: string;
}) {
  const format = useFormat();
  const words = useWords();
  const [payments, setPayments] = useState<Regular[] | null>(null);
  const choice = useChoice(
    account.id,
    (id, signal) => bank.get('/api/accounts/:id/regular', { params: { id }, signal }),
    ({ items }) => setPayments(items),
    { atOnce: true },
  );

  const { failed } = choice;
  const date = (day: string) => format.short(startOfDay(day, format.timeZone));
  const [next] = payments ?? [];

  return (
    <section
      className={classes('card flex flex-col !px-0 !pb-2 lg:col-span-3', !payments && !failed && size)}
      aria-labelledby="regular"
      aria-busy={!payments && !failed}
    >
      <h2 id="regular" className="px-4 font-strong lg:px-6">
        {words.regular}
      </h2>
      {!payments && !failed && <div className="skeleton mx-4 my-4 grow lg:mx-6" />}
      {payments && !next && (
        <p className="m-auto px-4 py-8 text-center text-ink-soft">{words.regularEmpty}</p>
      )}
      {payments && next && (
        <>
          <p className="px-4 pt-1 pb-2 text-small text-ink-soft lg:px-6" data-testid="regular-sentence">
            {plural(format.locale, words.regularSentence, payments.length, {
              name: format.booked(next.counterparty),
              date: date(next.nextDay),
            })}
          </p>
          <Toolbar label={words.regular}>
            <ul className="lg:grid lg:grid-cols-2" data-testid="regular">
              {payments.map((payment) => (
                <li
                  key={`${payment.counterparty} ${payment.direction} ${payment.lastAt}`}
                  className="min-w-0"
                >
                  <Link
                    href={hrefOf(behind(payment, format.hidden))}
                    prefetch={false}
                    className="grid min-h-16 grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center gap-3 px-4 py-2 outline-offset-[-2px] hover:bg-sunken lg:px-6"
                  >
                    <CategoryIcon category={payment.category} />
                    <span className="min-w-0">
                      <span className="block truncate">{format.booked(payment.counterparty)}</span>
                      <span className="block truncate text-small text-ink-soft">
                        {payment.nextDay < today
                          ? fill(words.late, { date: date(payment.nextDay) })
                          : `${date(payment.nextDay)} · ${words.every[payment.every]}`}
                      </span>
                    </span>
                    <Expected payment={payment} />
                  </Link>
                </li>
              ))}
            </ul>
          </Toolbar>
        </>
      )}
      <Failed
        text={words.cardFailed}
        look="m-auto flex flex-col items-center px-4 py-4 text-center"
        choice={choice}
      />
    </section>
  );
}

/** The amount, or the smallest and the largest of them. */
function Expected({ payment: { minMinor, maxMinor, direction } }: { payment: Regular }) {
  const words = useWords();
  const look = { format: useFormat(), words: useShared().frame, direction };
  if (minMinor === maxMinor) return <Amount {...look} minor={maxMinor} className="font-strong" />;
  return (
    <span className="text-right">
      <Amount {...look} minor={minMinor} className="block font-strong" />
      <span className="block text-small text-ink-soft">
        {words.upTo} <Amount {...look} minor={maxMinor} />
      </span>
    </span>
  );
}

/** The filter that names the payments it was found in. Hidden amounts stand in no address either. */
function behind({ counterparty, direction, byAmount, amountMinor }: Regular, hidden: boolean) {
  const amount = toDecimalText(Math.abs(amountMinor));
  return { counterparty, direction, ...(byAmount && !hidden ? { min: amount, max: amount } : {}) };
}
