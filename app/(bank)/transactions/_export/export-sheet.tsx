import { useState } from 'react';
import { Sheet } from '#app/_kit/sheet.tsx';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { statementHref } from '#app/(bank)/transactions/_filters/address.ts';
import type { ListState } from '#app/(bank)/transactions/_list/state.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { type Saving, useExport } from './use-export.ts';

/** Saves exactly what the list is the answer to, all of it, as a file; or leads to it as a statement. */
export function ExportSheet({
  accounts,
  accountParam,
  state: { asked: filter, edits, totals, counting },
  onClose,
}: {
  accounts: readonly { id: string; name: string }[];
  /** Null while all are listed: then one may be chosen. */
  accountParam: string | null;
  state: ListState;
  onClose: () => void;
}) {
  const choosing = accountParam === null && accounts.length > 1;
  /** Null for all together. */
  const [account, setAccount] = useState(choosing ? null : (accountParam ?? accounts[0]?.id ?? null));
  /** Of all matches; null until they are counted. */
  const count = counting || (choosing && account !== null) ? null : (totals?.count ?? null);
  const format = useFormat();
  const { exports: words, transactions } = useListWords();
  const { saving, pathOf, save, cancel } = useExport(account, filter, edits);

  return (
    <Sheet title={words.title} closeLabel={words.close} onClose={onClose}>
      <p className="mb-3 text-ink-soft">
        {count === null ? words.whatUnknown : plural(format.locale, words.what, count)}
      </p>
      {choosing && (
        <label className="mb-3 flex flex-col gap-1">
          <span className="text-small">{words.account}</span>
          <select
            className="field"
            value={account ?? ''}
            onChange={({ target }) => setAccount(target.value || null)}
          >
            <option value="">{transactions.allAccounts}</option>
            {accounts.map(({ id, name }) => (
              <option key={id} value={id}>
                {format.booked(name)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ul className="flex flex-col gap-2 pb-[env(safe-area-inset-bottom)]">
        {(account === null ? (['csv'] as const) : (['csv', 'ofx'] as const)).map((as) => (
          <li key={as}>
            <a
              href={pathOf(as)}
              download
              className={CHOICE}
              onClick={(event) => {
                event.preventDefault();
                save(as);
              }}
            >
              {words[as]}
              <span className="text-small font-normal text-ink-soft">{words[`${as}Hint`]}</span>
            </a>
          </li>
        ))}
        {account === null ? (
          <li className="text-small text-ink-soft">{words.ofOne}</li>
        ) : (
          <li>
            <a href={statementHref(account, filter)} className={CHOICE}>
              {words.print}
              <span className="text-small font-normal text-ink-soft">{words.printHint}</span>
            </a>
          </li>
        )}
      </ul>
      <div className="mt-3 min-h-14">
        {saving.is === 'running' && <SavingProgress saving={saving} count={count} onCancel={cancel} />}
        {saving.is === 'failed' && (
          <div role="alert" className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 grow basis-60 text-danger">{words.failed}</p>
            <button type="button" className="button shrink-0" onClick={() => save(saving.format)}>
              {words.retry}
            </button>
          </div>
        )}
        <p role="status">{saving.is === 'saved' ? fill(words.saved, { name: saving.name }) : ''}</p>
      </div>
    </Sheet>
  );
}

const CHOICE = 'button w-full flex-wrap !justify-between !min-h-12 gap-y-0 py-1';

/** How much of a file is here, and the way to stop it. */
function SavingProgress({
  saving: { format: as, progress },
  count,
  onCancel,
}: {
  saving: Extract<Saving, { is: 'running' }>;
  /** Rows in all; null until they are counted. */
  count: number | null;
  onCancel: () => void;
}) {
  const format = useFormat();
  const words = useListWords().exports;
  return (
    <div className="flex items-center gap-3">
      <div className="grow">
        <progress
          className="progress block h-2 w-full"
          aria-label={words[as]}
          {...(count ? { value: Math.min(progress.rows, count), max: count } : {})}
        />
        <p className="figures mt-1 text-small text-ink-soft">
          {fill(count ? words.saving : words.savingUnknown, {
            rows: format.count(progress.rows),
            count: format.count(count ?? 0),
            size: format.size(progress.bytes),
          })}
        </p>
      </div>
      <button type="button" className="button shrink-0" onClick={onCancel}>
        {words.cancel}
      </button>
    </div>
  );
}
