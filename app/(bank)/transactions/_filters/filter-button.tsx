import { useEffect, useRef, useState } from 'react';
import { FilterIcon } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { FilterSheet } from '#app/(bank)/transactions/_list/sheets.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { withPhrases } from '#lib/search/phrases.ts';
import { listHref } from './address.ts';
import { FILTER, type FilterProps, useConditions } from './filter-chips.tsx';
import { FilterControls } from './filter-controls.tsx';
import { draftOf } from './filter-draft.ts';

/**
 * Opens the filters. Until scripts have arrived it opens a plain form in the page, which asks the server; one that was
 * opened so stays until it is sent, since what is filled in would be lost.
 */
export function FilterButton({ accounts, ...props }: FilterProps & { accounts: readonly string[] }) {
  const words = useListWords().filters;
  const plain = useRef<HTMLDetailsElement>(null);
  const [scripted, setScripted] = useState(false);
  const [open, setOpen] = useState(false);
  useEffect(() => setScripted(plain.current?.open !== true), []);
  // As many as there are chips: a period is one condition, not two days.
  const set = useConditions(props).length;
  const label = set > 0 ? fill(words.openWith, { count: set }) : words.open;
  const look =
    'button relative size-12 shrink-0 !rounded-full !px-0 sm:w-auto sm:!px-4 list-none [&::-webkit-details-marker]:hidden';
  const inner = (
    <>
      <FilterIcon />
      {/* Text rather than a label: who speaks to the page says the word that is seen (WCAG 2.5.3). */}
      <span className="sr-only">{label}</span>
      <span aria-hidden="true" className="max-sm:hidden">
        {words.title}
      </span>{' '}
      {set > 0 && (
        <span
          aria-hidden="true"
          className="figures flex size-5 items-center justify-center rounded-full bg-ink text-small leading-none text-paper max-sm:absolute max-sm:-top-1 max-sm:-right-1"
        >
          {set}
        </span>
      )}
    </>
  );
  if (scripted) {
    return (
      <>
        <button
          id={FILTER}
          type="button"
          className={look}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          {inner}
        </button>
        {open && (
          <FilterSheet
            accounts={accounts}
            accountParam={props.accountParam}
            filter={withPhrases(props.filter, props.phrases)}
            now={props.now}
            onClose={() => setOpen(false)}
            onApply={(filter) => {
              setOpen(false);
              props.onChange(filter);
            }}
          />
        )}
      </>
    );
  }
  return (
    <details ref={plain}>
      <summary className={look}>{inner}</summary>
      <PlainForm {...props} />
    </details>
  );
}

function PlainForm({ filter: given, phrases, accountParam, now }: FilterProps) {
  const words = useListWords().filters;
  const filter = withPhrases(given, phrases);
  const [draft, setDraft] = useState(() => draftOf(filter));
  return (
    <form
      action="/transactions"
      className="absolute inset-x-0 top-full z-20 flex max-h-[calc(100dvh-9rem)] flex-col overflow-y-auto gap-5 rounded-card border border-edge bg-raised p-4"
    >
      {accountParam && <input type="hidden" name="account" value={accountParam} />}
      {filter.q && <input type="hidden" name="q" value={filter.q} />}
      <FilterControls
        draft={draft}
        faults={{}}
        now={now}
        names={{}}
        presetHref={(period) => listHref(accountParam, { ...filter, ...period })}
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
      />
      <div className="flex gap-3">
        <a className="button shrink-0" href={listHref(accountParam, { q: filter.q })}>
          {words.clear}
        </a>
        <button type="submit" className="button button-primary grow">
          {words.show}
        </button>
      </div>
    </form>
  );
}
