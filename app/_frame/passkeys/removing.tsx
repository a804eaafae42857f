import { Modal } from '#app/_kit/modal.tsx';
import { fill } from '#app/_words/catalogue.ts';

type Words = { ask: string; keep: string; remove: string };

/** Asks before a passkey is removed, which cannot be undone. Closed without a `name`. */
export function Removing({
  name,
  text,
  words,
  onKeep,
  onRemove,
}: {
  name: string | null;
  text: string;
  words: Words;
  onKeep: () => void;
  onRemove: () => void;
}) {
  return (
    <Modal open={name !== null} title={fill(words.ask, { name: name ?? '' })} onEscape={onKeep}>
      <p>{text}</p>
      <div className="mt-5 flex flex-wrap-reverse gap-3">
        <button type="button" className="button grow" onClick={onKeep}>
          {words.keep}
        </button>
        <button type="button" className="button grow border-danger text-danger" onClick={onRemove}>
          {words.remove}
        </button>
      </div>
    </Modal>
  );
}
