import { useState } from 'react';
import { addressOf, bank } from '#app/_client/bank.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import type { Filter } from '#lib/search/filter.ts';
import { type Progress, readExport, saveFile } from './export-file.ts';

const EXPORT = '/api/accounts/:id/transactions/export';
/** Of all one’s accounts, as CSV alone. */
const TOGETHER = '/api/transactions/export';

type Format = 'csv' | 'ofx';
export type Saving =
  | { is: 'idle' }
  | { is: 'running'; format: Format; progress: Progress }
  | { is: 'failed'; format: Format }
  | { is: 'saved'; name: string };

/** Saves what a filter finds in an account, or in all, as a file, one at a time: a second one ends the first. */
export function useExport(account: string | null, filter: Filter, edits: readonly number[]) {
  const [saving, setSaving] = useState<Saving>({ is: 'idle' });
  const request = useLatestRequest();
  const query = { ...filter, edits: edits.join(',') };
  const questionOf = (id: string, format: Format) => ({ params: { id }, query: { ...query, format } });

  function save(format: Format) {
    const show = (progress: Progress) => setSaving({ is: 'running', format, progress });
    show({ rows: 0, bytes: 0 });
    request.run(
      async (signal) => {
        const response = await (account === null
          ? bank.open(TOGETHER, { query, signal })
          : bank.open(EXPORT, { ...questionOf(account, format), signal }));
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

  const pathOf = (format: Format) =>
    account === null ? addressOf(TOGETHER, { query }) : addressOf(EXPORT, questionOf(account, format));
  return { saving, pathOf, save, cancel };
}
