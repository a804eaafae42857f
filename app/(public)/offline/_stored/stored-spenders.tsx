import { useState } from 'react';
import type { StoredAccount } from '#app/_client/worker/types.ts';
import { ranked } from '#app/_kit/charts/ranking.ts';
import { categoryName } from '#app/_words/category-name.ts';
import { useFormat, useShared } from '#app/_words/context.tsx';
import type { OfflineWords } from '#app/(public)/offline/words.ts';
import { Choices } from './choices.tsx';

const MAX_SHOWN = 5;

/** The categories on which most was spent and all others, as ranked bars. */
export function StoredSpenders({
  account,
  month,
  words,
}: {
  account: StoredAccount;
  month: string;
  words: OfflineWords;
}) {
  const format = useFormat();
  const [period, setPeriod] = useState(month);
  const { top, others, otherMinor } = ranked(account.spenders[period] ?? [], MAX_SHOWN);
  const { categories } = useShared();
  const nameOf = (name: string) => categoryName(name, categories);
  const bars = [
    ...top.map(({ name, amountMinor }) => ({ name, said: nameOf(name), amountMinor })),
    ...(otherMinor > 0
      ? [
          {
            name: '',
            said: `${words.other}: ${others.map(({ name }) => nameOf(name)).join(', ')}`,
            amountMinor: otherMinor,
          },
        ]
      : []),
  ];
  const longest = Math.max(1, ...bars.map(({ amountMinor }) => amountMinor));
  return (
    <section className="card" aria-labelledby="kept-spenders">
      <h2 id="kept-spenders" className="font-strong">
        {words.spenders}
      </h2>
      <Choices
        legend={words.periods}
        options={[
          { value: month, label: format.month(month) },
          { value: 'all', label: words.allTime },
        ]}
        chosen={period}
        onChoose={setPeriod}
      />
      {bars.length === 0 && <p className="py-2 text-ink-soft">{words.noSpending}</p>}
      <ul className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-3">
        {bars.map(({ name, said, amountMinor }) => (
          <li key={name}>
            <p className="flex justify-between gap-3">
              <span className="min-w-0 truncate">{said}</span>
              <span className="figures">{format.money(amountMinor)}</span>
            </p>
            <p
              aria-hidden="true"
              className="h-1 rounded-full border-t-4 border-rank-2"
              style={{ width: `${Math.max(1, (amountMinor / longest) * 100)}%` }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
