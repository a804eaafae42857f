import { useMemo, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useChoice } from '#app/_client/use-choice.ts';
import { ranked } from '#app/_kit/charts/ranking.ts';
import { classes } from '#app/_kit/class-names.ts';
import { DataTable } from '#app/_kit/data-table.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { categoryName } from '#app/_words/category-name.ts';
import { useFormat, useShared } from '#app/_words/context.tsx';
import { Failed } from '#app/(bank)/overview/_overview/failed.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import {
  type OverviewEvent,
  type OverviewState,
  type Period,
  type Scope,
  spentOn,
} from '#app/(bank)/overview/overview-state.ts';
import { Breakdown } from './breakdown.tsx';
import { PeriodHeading } from './period-heading.tsx';

const MAX_SHOWN = 5;

/** What the money was spent on in a period: loaded when the card is mounted, then kept current by live events. */
export function CategoriesCard({
  scope: { account, month, periods, hrefOf },
  size,
  categories,
  dispatch,
}: {
  scope: Scope;
  /** Its min height while the sums are loading. */
  size: string;
  categories: OverviewState['categories'];
  dispatch: (event: OverviewEvent) => void;
}) {
  const format = useFormat();
  const words = useWords();
  const { categories: names } = useShared();
  const nameOf = (category: string) => categoryName(category, names);
  const [shown, setShown] = useState<Period>(month);
  const choice = useChoice(
    month,
    async (period, signal) =>
      categories[period]
        ? null
        : bank.get('/api/accounts/:id/categories', { params: { id: account.id }, query: { period }, signal }),
    (answer, period) => {
      if (answer) dispatch({ type: 'categories', period, ...answer });
      setShown(period);
    },
    { atOnce: true },
  );
  const [open, setOpen] = useState(false);
  const sums = categories[shown];
  const ranking = useMemo(() => ranked(spentOn(sums ?? []), MAX_SHOWN), [sums]);
  const { top, others, totalMinor } = ranking;
  const [first] = top;
  const share = (amountMinor: number) => format.percent(amountMinor / totalMinor);

  return (
    <section
      className={classes('card flex flex-col', size)}
      aria-labelledby="categories"
      aria-busy={!sums && !choice.failed}
    >
      <PeriodHeading
        id="categories"
        title={words.categories}
        label={words.categoriesPeriod}
        periods={periods}
        choice={choice}
      />
      {!sums && !choice.failed && <div className="skeleton mt-2 grow" />}
      {sums && !first && <p className="m-auto py-8 text-center text-ink-soft">{words.categoriesEmpty}</p>}
      {first && (
        <>
          <div className="mt-2">
            <Breakdown
              label={words.categories}
              ranking={ranking}
              nameOf={nameOf}
              open={open}
              onOpen={setOpen}
              hrefOf={(category) => hrefOf({ category }, shown)}
              noteOf={(_, amountMinor) => share(amountMinor)}
            />
          </div>
          <p className="mt-auto pt-3 text-small text-ink-soft" data-testid="categories-sentence">
            {fill(words.categoriesSentence, {
              name: nameOf(first.name),
              amount: format.money(first.amountMinor),
              share: share(first.amountMinor),
              total: format.withCurrency(totalMinor, account.currency),
            })}
          </p>
          <DataTable
            caption={words.categories}
            toggle={words.showTable}
            head={[words.categories, words.amount, words.share]}
            rows={() =>
              [...top, ...others].map(({ name, amountMinor }) => [
                name,
                nameOf(name),
                format.money(amountMinor),
                share(amountMinor),
              ])
            }
          />
        </>
      )}
      <Failed
        text={words.cardFailed}
        look={first ? 'text-small' : 'm-auto flex flex-col items-center text-center'}
        choice={choice}
      />
    </section>
  );
}
