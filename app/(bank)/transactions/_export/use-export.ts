import { useState } from 'react';
import { addressOf, bank } from '#app/_client/bank.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
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
  const request = useLatestRequest();
  const questionOf = (format: Format) => ({
    params: { id: account },
    query: { ...filter, edits: edits.join(','), format },
  });

  function save(format: Format) {
    const show = (progress: Progress) => setSaving({ is: 'running', format, progress });
    show({ rows: 0, bytes: 0 });
    request.run(
      async (signal) => {
        const response = await bank.open(EXPORT, { ...questionOf(format), signal });
        return readExport(response, format, (progress) => signal.aborted || show(progress));
      },
      (file) => {
        saveFile(file);
        setSaving({ is: 'saved', name: file.name });
      },
      () => setSaving({ is: 'failed', format }),
    );
  }

  function cancel() {
    request.abort();
    setSaving({ is: 'idle' });
  }

  return { saving, pathOf: (format: Format) => addressOf(EXPORT, questionOf(format)), save, cancel };
}
