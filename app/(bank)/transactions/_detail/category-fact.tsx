import { type FormEvent, useState } from 'react';
import { bank, isRefusal } from '#app/_client/bank.ts';
import { Fact } from '#app/_kit/fact.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { categoryName } from '#app/_words/category-name.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

/** Stands for the category of the booking, which undoes the customer's own. */
const AS_BOOKED = '';

/**
 * The category, which the customer can change for all entries of the merchant. The page is then read anew: every sum
 * follows.
 */
export function CategoryFact({ entry }: { entry: EntryView }) {
  const { detail: words, categories } = useListWords();
  const [open, setOpen] = useState(false);
  if (open) return <CategoryForm entry={entry} onCancel={() => setOpen(false)} />;
  return (
    <Fact name={words.category}>
      {categoryName(entry.category, categories)}
      <span className="text-ink-soft"> · </span>
      <button type="button" className="text-link -my-2 min-h-11" onClick={() => setOpen(true)}>
        {words.change}
      </button>
    </Fact>
  );
}

export function CategoryForm({
  entry: { counterparty, category },
  onCancel,
}: {
  entry: Pick<EntryView, 'counterparty' | 'category'>;
  onCancel: () => void;
}) {
  const { detail: words, categories } = useListWords();
  const { locale, booked } = useFormat();
  const [saving, setSaving] = useState(false);
  const [fault, setFault] = useState('');
  const merchant = { name: booked(counterparty) };
  const nameOf = (name: string) => categoryName(name, categories);
  const options = [...new Set([...Object.keys(categories), category])].sort((one, other) =>
    nameOf(one).localeCompare(nameOf(other), locale),
  );

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const chosen = String(new FormData(event.currentTarget).get('category'));
    setSaving(true);
    setFault('');
    try {
      if (chosen === AS_BOOKED) await bank.delete('/api/me/categories', { query: { counterparty } });
      else await bank.put('/api/me/categories', { body: { counterparty, category: chosen } });
      location.reload();
    } catch (error) {
      setSaving(false);
      setFault(isRefusal(error, 'conflict') ? words.categoriesFull : words.saveFailed);
    }
  }

  return (
    <div className="border-b border-line py-3">
      <dt className="sr-only">{words.category}</dt>
      <dd>
        <form onSubmit={save} className="grid gap-2">
          <label className="grid gap-1">
            <span className="text-small text-ink-soft">{fill(words.categoryOf, merchant)}</span>
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
          <p className="text-small text-ink-soft">{fill(words.categoryFor, merchant)}</p>
          <div className="flex flex-wrap gap-2">
            <button type="submit" className="button button-primary" disabled={saving}>
              {words.save}
            </button>
            <button type="button" className="button" onClick={onCancel}>
              {words.cancel}
            </button>
          </div>
          <p role="alert" className="text-small text-danger empty:hidden">
            {fault}
          </p>
        </form>
      </dd>
    </div>
  );
}
