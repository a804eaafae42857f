import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import type { LiveChange } from '#app/_client/live/live-source.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { type RowKey, rowKey } from '#app/(bank)/_entries/row-address.ts';
import { openedKey } from '#app/(bank)/transactions/_filters/address.ts';
import type { ListState } from '#app/(bank)/transactions/_list/state.ts';
import type { EntryView, Row } from '#lib/ledger/schema.ts';
import { readPlace } from '#lib/search/place.ts';

export type Opened = {
  /** As the address names it. */
  place: RowKey | null;
  row: Row | null;
  /** What the opened pending transaction became, or how it ended without one. */
  booked: EntryView | null;
  ended: 'voided' | 'expired' | null;
  /** Gives a row that is about to be opened and need not be in the list. */
  remember: (row: Row) => void;
};

/**
 * The transaction that the address names, so that Back and Forward open and close it. Rows of the list are opened
 * without asking, and so is what `remember` was given before; one that has left the list meanwhile is read again.
 */
export function useOpened(
  { rows, pending, received }: Pick<ListState, 'rows' | 'pending' | 'received'>,
  initial: Row | null,
): Opened {
  const place = openedKey(usePathname());
  const [last, setLast] = useState(initial);
  const [given, remember] = useState<Row | null>(null);
  const [end, setEnd] = useState<LiveChange | null>(null);
  const request = useLatestRequest();
  const isIt = (one: Row | null) => one !== null && rowKey(one) === place;
  const row = place === null ? null : (rows.find(isIt) ?? [...pending, last, given].find(isIt) ?? null);
  // What was opened once stays good when the list moves on.
  if (row && row !== last) setLast(row);

  // Of many events after it the list forgets the one that ended what is still opened.
  const isEnd = (change: LiveChange | null) =>
    row?.status === 'pending' && change !== null && change.kind !== 'authorized' && isOf(change, row);
  const found = received.find(isEnd) ?? null;
  if (found && found !== end) setEnd(found);
  const ending = found ?? (isEnd(end) ? end : null);

  const missing = row === null ? place : null;
  useEffect(() => {
    if (missing === null) return;
    const { account, seq } = readPlace(missing) ?? {};
    const [id, pid] = missing.split('/');
    request.run(
      async (signal) => {
        if (account && seq)
          return bank.get('/api/accounts/:id/transactions/:seq', { params: { id: account, seq }, signal });
        const path = '/api/accounts/:id/transactions/pending/:pid';
        const answer = await bank.get(path, { params: { id: id ?? '', pid: pid ?? '' }, signal });
        if ('seq' in answer) throw new TypeError('It was booked.');
        return answer.pending;
      },
      setLast,
      // The server has the page for what cannot be read, and leads on to what was booked.
      () => location.reload(),
    );
  }, [missing, request]);

  return {
    ...{ place, row, remember },
    booked: ending && 'entry' in ending ? ending.entry : null,
    ended: ending?.kind === 'voided' || ending?.kind === 'expired' ? ending.kind : null,
  };
}

function isOf(change: LiveChange, { account, id }: Row): boolean {
  const row = 'entry' in change ? change.entry : change.pending;
  return row.id === id && row.account === account;
}
