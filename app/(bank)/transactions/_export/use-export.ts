import { useEffect, useRef, useState } from 'react';
import { addressOf, bank } from '#app/_client/bank.ts';
import type { Filter } from '#lib/search/filter.ts';
import { type Progress, readExport, saveFile } from './export-file.ts';

const EXPORT = '/api/accounts/:id/transactions/export';

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

  const questionOf = (format: Format) => ({
    params: { id: account },
    query: { ...filter, edits: edits.join(','), format },
  });

  async function save(as: Format) {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setSaving({ is: 'running', format: as, progress: { rows: 0, bytes: 0 } });
    try {
      const file = await bank.open(EXPORT, { ...questionOf(as), signal: controller.signal });
      const saved = await readExport(file, as, (progress) => {
        if (!controller.signal.aborted) setSaving({ is: 'running', format: as, progress });
      });
      saveFile(saved);
      setSaving({ is: 'saved', name: saved.name });
    } catch {
      if (!controller.signal.aborted) setSaving({ is: 'failed', format: as });
    }
  }

  function cancel() {
    running.current?.abort();
    setSaving({ is: 'idle' });
  }

  return { saving, pathOf: (as: Format) => addressOf(EXPORT, questionOf(as)), save, cancel };
}
