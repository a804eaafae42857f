import { CloseIcon } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';

const CHIP = 'group/tag flex min-h-11 max-w-full items-center';

/** A tag that the note has; a button that takes it off, and without JavaScript sends the form to do so. */
export function TagChip({ tag, onRemove }: { tag: string; onRemove: (byKeyboard: boolean) => void }) {
  const words = useListWords().note;
  return (
    <button
      type="submit"
      name="remove"
      value={tag}
      aria-label={fill(words.removeTag, { tag })}
      onClick={(event) => {
        event.preventDefault();
        onRemove(event.detail === 0);
      }}
      className={CHIP}
    >
      <span className="flex min-h-8 min-w-0 items-center gap-1 rounded-full bg-sunken ps-3 pe-2 text-small group-hover/tag:bg-line">
        <span className="truncate">{tag}</span>
        <span className="text-ink-soft [&_svg]:size-4">
          <CloseIcon />
        </span>
      </span>
    </button>
  );
}

/** Tags used before, to be added by a tap. */
export function OfferedTags({ tags, onPick }: { tags: readonly string[]; onPick: (tag: string) => void }) {
  const words = useListWords().note;
  return (
    <ul className="flex flex-wrap gap-x-2 px-2 pb-1">
      {tags.map((tag) => (
        <li key={tag}>
          <button
            type="button"
            aria-label={fill(words.addSuggested, { tag })}
            // The field keeps the focus, and a phone its keyboard.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(tag)}
            className={CHIP}
          >
            <span className="flex min-h-8 min-w-0 items-center rounded-full border border-dashed border-edge px-3 text-small text-ink-soft group-hover/tag:text-ink">
              <span className="truncate">+ {tag}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
