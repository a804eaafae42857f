import { Modal } from '#app/_kit/modal.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { TABLE, useMedia } from '#app/(bank)/transactions/use-media.ts';

/** What keys do here. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { shortcuts: words } = useListWords().transactions;
  /** As `useSelection` hears them. */
  const choosing: [string, string][] = [
    ['x', words.choose],
    ['⇧ x', words.range],
  ];
  const keys: [string, string][] = [
    ['/', words.search],
    ['j  →', words.older],
    ['k  ←', words.newer],
    ...(useMedia(TABLE) ? choosing : []),
    ['Esc', words.close],
    ['?', words.help],
  ];
  return (
    <Modal open title={words.title} onEscape={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([key, text]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-11 rounded-field border border-edge bg-sunken px-2 py-1 text-center text-small whitespace-pre">
                {key}
              </kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="button mt-5 w-full" onClick={onClose}>
        {words.done}
      </button>
    </Modal>
  );
}
