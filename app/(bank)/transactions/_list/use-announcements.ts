'use client';
import { useRef, useState } from 'react';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat, useWords } from '#app/_words/context.tsx';
import type { EntryView } from '#lib/ledger/schema.ts';
import { SECOND } from '#lib/time.ts';
import type { Heard } from './use-transactions.ts';

/** A screen reader hears of new rows at most this often. */
const SAY_EVERY_MS = 30 * SECOND;

/** What a screen reader is told: how many were found, and new rows now and then rather than every time. */
export function useAnnouncements() {
  const format = useFormat();
  const words = useWords('transactions');
  const detail = useWords('detail');
  const [text, setText] = useState('');
  const quiet = useRef({ until: 0, count: 0 });
  return {
    text,
    hush: () => setText(''),
    stepped: ({ counterparty, amountMinor, at }: EntryView) =>
      setText(
        fill(detail.stepped, {
          name: counterparty,
          amount: format.signed(amountMinor),
          date: format.full(at),
        }),
      ),
    results: (count: number) => setText(plural(format.locale, words.results, count)),
    heard({ entry, matches }: Heard) {
      if (!matches) return;
      quiet.current.count += 1;
      if (performance.now() < quiet.current.until) return;
      const values = { name: entry.counterparty, amount: format.signed(entry.amountMinor) };
      setText(plural(format.locale, words.arrived, quiet.current.count, values));
      quiet.current = { until: performance.now() + SAY_EVERY_MS, count: 0 };
    },
  };
}
