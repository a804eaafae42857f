import { type FormEvent, useId, useState } from 'react';
import { bank, isRefusal } from '#app/_client/bank.ts';
import { BookmarkIcon } from '#app/_kit/icons.tsx';
import { Modal } from '#app/_kit/modal.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { type Preset, presetOf } from '#app/(bank)/transactions/_filters/periods.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Filter } from '#lib/search/filter.ts';
import { MAX_VIEW_NAME } from '#lib/views/view-limits.ts';

/** Gives the filter that is on a name, under which every device of the customer has it. */
export function SaveView({
  filter,
  today,
  className,
}: {
  filter: Filter;
  /** The bank's day. */
  today: string;
  className: string;
}) {
  const words = useListWords().searches;
  const [open, setOpen] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  return (
    <>
      <button
        type="button"
        aria-label={words.save}
        title={words.save}
        className={className}
        onClick={() => {
          setSaved(null);
          setOpen(true);
        }}
      >
        <BookmarkIcon />
      </button>
      <span role="status" className="sr-only">
        {saved !== null && fill(words.saved, { name: saved })}
      </span>
      <Modal open={open} title={words.save} onEscape={() => setOpen(false)}>
        <SaveForm
          filter={filter}
          period={presetOf(filter, today)}
          onDone={(name) => {
            setSaved(name);
            setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}

function SaveForm({
  filter,
  period,
  onDone,
}: {
  filter: Filter;
  /** What its days are counted from today; the view then keeps that instead of the days. */
  period: Preset | null;
  onDone: (name: string | null) => void;
}) {
  const words = useListWords().searches;
  const { presets } = useListWords().transactions;
  const id = useId();
  const [name, setName] = useState(filter.counterparty ?? filter.q ?? '');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || name.trim() === '') return;
    setBusy(true);
    setFault(null);
    try {
      const body = period
        ? { name, filter: { ...filter, from: undefined, to: undefined }, period }
        : { name, filter };
      const view = await bank.post('/api/views', { body });
      onDone(view.name);
    } catch (error) {
      setFault(isRefusal(error, 'conflict') ? words.full : words.failed);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit}>
      <p className="mb-4 text-ink-soft">
        {words.saveHint} {period && fill(words.moves, { period: presets[period] })}
      </p>
      <label htmlFor={id} className="mb-1 block text-small">
        {words.name}
      </label>
      <input
        id={id}
        value={name}
        maxLength={MAX_VIEW_NAME}
        required
        autoComplete="off"
        enterKeyHint="done"
        onChange={(event) => setName(event.target.value)}
        className="field"
      />
      {fault !== null && (
        <p role="alert" className="mt-2 text-danger">
          {fault}
        </p>
      )}
      <div className="mt-5 flex flex-wrap-reverse gap-3">
        <button type="button" className="button grow" onClick={() => onDone(null)}>
          {words.cancel}
        </button>
        <button type="submit" className="button button-primary grow" aria-disabled={busy}>
          {busy ? words.saving : words.confirm}
        </button>
      </div>
    </form>
  );
}
