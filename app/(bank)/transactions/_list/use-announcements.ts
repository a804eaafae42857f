import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import { SECOND } from '#lib/time.ts';
import { isAnswered, type List } from './use-transactions.ts';

/** A screen reader announces new rows at most this often. */
const SAY_EVERY_MS = 30 * SECOND;

/** What is said for the eye, too, is seen this long. */
const SEEN_MS = 8 * SECOND;

export type Announcements = ReturnType<typeof useAnnouncements>;

/** What a screen reader announces: how many were found, and new rows now and then rather than every time. */
export function useAnnouncements() {
  const format = useFormat();
  const { transactions: words, detail } = useListWords();
  const [said, setSaid] = useState({ text: '', seen: false });
  const setText = (text: string) => setSaid({ text, seen: false });
  const quiet = useRef({ until: 0, count: 0 });
  return {
    ...said,
    hush: () => setText(''),
    stepped: ({ counterparty, amountMinor, at }: EntryView) =>
      setText(
        fill(detail.stepped, {
          name: counterparty,
          amount: format.signed(amountMinor),
          date: format.full(at),
        }),
      ),
    /** Also for the eye, since no row says it. */
    declined({ counterparty, amountMinor }: PendingView) {
      const amount = format.money(Math.abs(amountMinor));
      const now = { text: fill(words.declined, { name: format.booked(counterparty), amount }), seen: true };
      setSaid(now);
      setTimeout(() => setSaid((last) => (last === now ? { ...now, seen: false } : last)), SEEN_MS);
    },
    results: (count: number) => setText(plural(format.locale, words.results, count)),
    received(entry: EntryView) {
      quiet.current.count += 1;
      if (performance.now() < quiet.current.until) return;
      const values = { name: format.booked(entry.counterparty), amount: format.signed(entry.amountMinor) };
      setText(plural(format.locale, words.arrived, quiet.current.count, values));
      quiet.current = { until: performance.now() + SAY_EVERY_MS, count: 0 };
    },
  };
}

/** Says how many were found each time that another filter than the page's first is answered. */
export function useResultAnnouncement(list: List, first: Filter, say: Announcements['results']): void {
  const { state } = list;
  const answered = isAnswered(list);
  const announce = useEffectEvent(() => {
    if (state.filter !== first) say((state.totals?.count ?? state.rows.length) + state.pending.length);
  });
  useEffect(() => {
    if (answered) announce();
  }, [answered]);
}
