import { type FormEvent, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { Fact } from '#app/_kit/fact.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { categoryName } from '#app/_words/category-name.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { HELD_CATEGORY } from '#lib/ledger/holds.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

/** Stands for the category of the booking, which undoes the customer's own. */
const AS_BOOKED = '';

/** The category, which the customer can change for all entries of the merchant. The page is then read anew: every sum follows. */
export function CategoryFact({ entry: { counterparty, category } }: { entry: EntryView }) {
  const { detail: words, categories } = useListWords();
  const { locale } = useFormat();
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<'idle' | 'saving' | 'failed'>('idle');
  const nameOf = (name: string) => categoryName(name, categories);
  const options = [...new Set([...Object.keys(categories), category])]
    .filter((name) => name !== HELD_CATEGORY)
    .sort((one, other) => nameOf(one).localeCompare(nameOf(other), locale));

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const chosen = String(new FormData(event.currentTarget).get('category'));
    setState('saving');
    try {
      if (chosen === AS_BOOKED) await bank.delete('/api/me/categories', { query: { counterparty } });
      else await bank.put('/api/me/categories', { body: { counterparty, category: chosen } });
      location.reload();
    } catch {
      setState('failed');
    }
  }

  if (!open) {
    return (
      <Fact name={words.category}>
        {nameOf(category)}
        <span className="text-ink-soft"> · </span>
        <button type="button" className="text-link -my-2 min-h-11" onClick={() => setOpen(true)}>
          {words.change}
        </button>
      </Fact>
    );
  }
  return (
    <div className="border-b border-line py-3">
      <dt className="sr-only">{words.category}</dt>
      <dd>
        <form onSubmit={save} className="grid gap-2">
          <label className="grid gap-1">
            <span className="text-small text-ink-soft">{fill(words.categoryOf, { name: counterparty })}</span>
            {/* biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed. */}
            <select name="category" defaultValue={category} className="field" autoFocus>
              <option value={AS_BOOKED}>{words.asBooked}</option>
              {options.map((name) => (
                <option key={name} value={name}>
                  {nameOf(name)}
                </option>
              ))}
            </select>
          </label>
          <p className="text-small text-ink-soft">{fill(words.categoryFor, { name: counterparty })}</p>
          <div className="flex flex-wrap gap-2">
            <button type="submit" className="button button-primary" disabled={state === 'saving'}>
              {words.save}
            </button>
            <button type="button" className="button" onClick={() => setOpen(false)}>
              {words.cancel}
            </button>
          </div>
          <p role="alert" className="text-small text-danger empty:hidden">
            {state === 'failed' ? words.saveFailed : ''}
          </p>
        </form>
      </dd>
    </div>
  );
}
