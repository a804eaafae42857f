import { useEffect, useRef, useState } from 'react';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import type { Filter } from '#lib/search/filter.ts';
import { fetchExport, keepFile, type Progress } from './export-file.ts';

type Format = 'csv' | 'ofx';
export type Saving =
  | { is: 'idle' }
  | { is: 'running'; format: Format; progress: Progress }
  | { is: 'failed'; format: Format }
  | { is: 'saved'; name: string };

/** Saves what a filter finds as a file, one at a time: a second one ends the first. */
export function useExport(account: string, filter: Filter, edits: readonly number[]) {
  const [saving, setSaving] = useState<Saving>({ is: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const pathOf = (as: Format) =>
    `/api/accounts/${account}/transactions/export?${new URLSearchParams([
      ...filterParams(filter),
      ...(edits.length > 0 ? [['edits', edits.join(',')] as [string, string]] : []),
      ['format', as],
    ])}`;

  async function save(as: Format) {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setSaving({ is: 'running', format: as, progress: { rows: 0, bytes: 0 } });
    try {
      const saved = await fetchExport(pathOf(as), as, controller.signal, (progress) => {
        if (!controller.signal.aborted) setSaving({ is: 'running', format: as, progress });
      });
      keepFile(saved);
      setSaving({ is: 'saved', name: saved.name });
    } catch {
      if (!controller.signal.aborted) setSaving({ is: 'failed', format: as });
    }
  }

  function cancel() {
    running.current?.abort();
    setSaving({ is: 'idle' });
  }

  return { saving, pathOf, save, cancel };
}
