import { useEffect, useId, useRef, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { Sheet } from '#app/_kit/sheet.tsx';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat, useLanguage } from '#app/_words/context.tsx';
import { useAnswer } from '#app/(bank)/transactions/use-answer.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Filter } from '#lib/search/filter.ts';
import { FIELD_NAMES, type FilterField } from '#lib/search/filter-fields.ts';
import { listHref } from './address.ts';
import { FilterControls } from './filter-controls.tsx';
import { type Draft, draftOf, type Faults, readDraft } from './filter-draft.ts';

/** Count and names are requested when nothing was changed for this long. */
const PAUSE_MS = 150;
const MAX_NAMES = 20;
const EMPTY = draftOf({});

/** Fills in a filter and says at once how many transactions it would show; only its button changes the list. */
export function FilterSheet({
  accounts,
  accountParam,
  filter,
  now,
  onClose,
  onApply,
}: {
  /** Those listed. */
  accounts: readonly string[];
  accountParam: string | null;
  filter: Filter;
  now: number;
  onClose: () => void;
  onApply: (filter: Filter) => void;
}) {
  const format = useFormat();
  const words = useListWords().filters;
  const language = useLanguage();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => draftOf(filter));
  /** Fields that were left: their faults are shown, those of a field in which one is still typing are not. */
  const [left, setLeft] = useState<readonly FilterField[]>([]);
  const [unread, setUnread] = useState<readonly FilterField[]>([]);
  const read = readDraft(draft, filter.q, unread);
  const faults: Faults = 'faults' in read ? read.faults : {};
  const shown = Object.fromEntries(left.flatMap((name) => (faults[name] ? [[name, faults[name]]] : [])));
  const wrong = Object.keys(shown).join();
  // A fault below one field moves those after it: the one that has the focus stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    form.current?.querySelector(':focus')?.scrollIntoView({ block: 'nearest' });
  }, [wrong]);
  const wanted = 'filter' in read ? read.filter : null;
  const query = wanted && listHref(accountParam, wanted);
  const counted = useAnswer(query, PAUSE_MS, (signal) =>
    bank.get('/api/transactions/totals', {
      query: { ...wanted, texts: language, account: accountParam ?? undefined },
      signal,
    }),
  );
  const count = query !== null && counted?.key === query ? counted.answer.count : null;
  const names = useAnswer(draft.counterparty, PAUSE_MS, async (signal) => {
    const query = { q: draft.counterparty, limit: MAX_NAMES };
    const found = await Promise.all(
      accounts.map((id) => bank.get('/api/accounts/:id/counterparties', { params: { id }, query, signal })),
    );
    return [...new Set(found.flatMap(({ items }) => items))].slice(0, MAX_NAMES);
  });

  const tags = useAnswer('tags', 0, async (signal) => {
    const found = await Promise.all(
      accounts.map((id) => bank.get('/api/accounts/:id/tags', { params: { id }, signal })),
    );
    return [...new Set(found.flatMap(({ items }) => items))];
  });

  const change = (some: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...some }));
    setUnread(unreadOf(form.current));
  };
  const submit = () => {
    const now = readDraft(draft, filter.q, unreadOf(form.current));
    if ('filter' in now) return onApply(now.filter);
    setUnread(unreadOf(form.current));
    setLeft(Object.keys(now.faults) as FilterField[]);
    const [first] = Object.keys(now.faults);
    form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  return (
    <Sheet
      title={words.title}
      closeLabel={words.close}
      onClose={onClose}
      footer={
        <div className="flex gap-3">
          <button
            type="button"
            className="button !min-h-13 shrink-0 sm:!min-h-11"
            onClick={() => {
              setDraft(EMPTY);
              setLeft([]);
              setUnread([]);
              // A half-typed day is not in the draft, and would stay.
              form.current?.reset();
            }}
          >
            {words.clear}
          </button>
          <button
            type="submit"
            form={formId}
            className="button button-primary !min-h-13 grow !px-3 leading-tight [text-wrap:balance] sm:!min-h-11"
          >
            {count === null ? words.show : plural(format.locale, words.showCount, count)}
          </button>
        </div>
      }
    >
      <form
        ref={form}
        id={formId}
        noValidate
        className="flex flex-col gap-5 pt-1"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <FilterControls
          draft={draft}
          names={{ counterparty: names?.answer, tag: tags?.answer }}
          now={now}
          faults={shown}
          onChange={change}
          onLeave={(field) => {
            setUnread(unreadOf(form.current));
            setLeft((before) => [...new Set([...before, field])]);
          }}
        />
      </form>
    </Sheet>
  );
}

/** Fields of days with something else in them: browsers give them an empty value. */
const unreadOf = (form: HTMLFormElement | null): FilterField[] =>
  FIELD_NAMES.filter((name) => {
    const field = form?.elements.namedItem(name);
    return field instanceof HTMLInputElement && field.validity.badInput;
  });
