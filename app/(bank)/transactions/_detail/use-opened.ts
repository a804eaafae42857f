'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { fetchJson } from '#app/_client/fetch-json.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { openedSeq } from '#app/(bank)/transactions/_filters/address.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

/**
 * The transaction that the address names, so that Back and Forward open and close it. Rows of the list are opened
 * without asking, and so is what `know` was given before; one that has left the list meanwhile is read again.
 */
export function useOpened(
  account: string,
  rows: readonly EntryView[],
  initial: EntryView | null,
): { seq: number | null; entry: EntryView | null; know: (entry: EntryView) => void } {
  const seq = openedSeq(usePathname(), account);
  const [kept, setKept] = useState(initial);
  const [known, know] = useState<EntryView | null>(null);
  const request = useLatestRequest();
  const entry = [kept, known].find((one) => one?.seq === seq) ?? rows.find((row) => row.seq === seq) ?? null;
  // Entries never change: what was opened once stays good when the list moves on.
  if (entry && entry !== kept) setKept(entry);

  const missing = seq !== null && entry === null;
  useEffect(() => {
    if (!missing) return;
    request.run(
      (signal) => fetchJson<EntryView>(`/api/accounts/${account}/transactions/${seq}`, signal),
      setKept,
      // The server has the page for what cannot be read: not found, or the bank is away.
      () => location.reload(),
    );
  }, [missing, account, seq, request]);

  return { seq, entry: seq === null ? null : entry, know };
}
