import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { openedPlace } from '#app/(bank)/transactions/_filters/address.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { type Place, placeOf, readPlace } from '#lib/search/place.ts';

export type Opened = {
  /** As the address names it. */
  place: Place | null;
  entry: EntryView | null;
  /** Gives an entry that is about to be opened and need not be in the list. */
  remember: (entry: EntryView) => void;
};

/**
 * The transaction that the address names, so that Back and Forward open and close it. Rows of the list are opened
 * without asking, and so is what `remember` was given before; one that has left the list meanwhile is read again.
 */
export function useOpened(rows: readonly EntryView[], initial: EntryView | null): Opened {
  const place = openedPlace(usePathname());
  const [last, setLast] = useState(initial);
  const [given, remember] = useState<EntryView | null>(null);
  const request = useLatestRequest();
  const isIt = (one: EntryView | null) => one !== null && placeOf(one) === place;
  const entry = place === null ? null : (rows.find(isIt) ?? [last, given].find(isIt) ?? null);
  // What was opened once stays good when the list moves on.
  if (entry && entry !== last) setLast(entry);

  const missing = entry === null ? place : null;
  useEffect(() => {
    const { account, seq } = readPlace(missing ?? '') ?? {};
    if (!account || !seq) return;
    request.run(
      (signal) => bank.get('/api/accounts/:id/transactions/:seq', { params: { id: account, seq }, signal }),
      setLast,
      // The server has the page for what cannot be read: not found, or the bank unavailable.
      () => location.reload(),
    );
  }, [missing, request]);

  return { place, entry, remember };
}
