import { fill } from '#app/_words/catalogue.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { useNote } from './use-note.ts';

/** Whether the note is saved, in one line that is always there; or the choice between the texts of two devices. */
export function NoteStatus({
  written: { state, other, save, choose },
  removed,
  undo,
}: {
  written: ReturnType<typeof useNote>;
  /** The tag that was removed last. */
  removed: string | null;
  undo: () => void;
}) {
  const words = useListWords().note;
  if (other) {
    return (
      <div role="alert" className="mt-2 rounded-field border border-edge p-3">
        <p>{other.text === '' ? words.changedEmpty : words.changed}</p>
        {other.text !== '' && (
          <p className="mt-2 border-l-2 border-edge pl-3 whitespace-pre-wrap">{other.text}</p>
        )}
        <div className="mt-3 flex flex-wrap gap-2">
          <button type="button" className="button grow sm:grow-0" onClick={() => choose('mine')}>
            {words.keepMine}
          </button>
          <button type="button" className="button grow sm:grow-0" onClick={() => choose('other')}>
            {words.takeOther}
          </button>
        </div>
      </div>
    );
  }
  const wrong = state === 'failed' || state === 'full';
  return (
    <div className="mt-1 flex min-h-7 items-center justify-between gap-x-4 text-small text-ink-soft">
      <p role={wrong ? 'alert' : 'status'} className={wrong ? 'text-danger' : undefined}>
        {removed !== null && !wrong && `${fill(words.removed, { tag: removed })} `}
        {state !== 'idle' && words[state]}
      </p>
      {removed !== null && !wrong && (
        <button type="button" className="text-link -my-2 min-h-11 shrink-0 px-2 text-ink" onClick={undo}>
          {words.undo}
        </button>
      )}
      {wrong && (
        <button type="button" className="button mt-1 shrink-0" onClick={save}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
