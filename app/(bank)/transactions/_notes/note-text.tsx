import { useRef } from 'react';
import { useTypedEarly } from '#app/_client/use-typed-early.ts';
import { classes } from '#app/_kit/class-names.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { MAX_TEXT } from '#lib/notes/note-limits.ts';

/** From here on the room that is left is shown. */
const ALMOST_FULL = MAX_TEXT - 100;

/** The text of a note, as high as it is, with how long it is and may be. */
export function NoteText({
  id,
  text,
  onType,
  onSave,
}: {
  id: string;
  text: string;
  onType: (text: string) => void;
  onSave: () => void;
}) {
  const format = useFormat();
  const words = useListWords().note;
  const field = useRef<HTMLTextAreaElement>(null);
  useTypedEarly(field, text, onType);
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {words.text}
      </label>
      <textarea
        ref={field}
        id={id}
        name="text"
        rows={1}
        value={text}
        maxLength={MAX_TEXT}
        placeholder={words.textPlaceholder}
        aria-describedby={`${id}-count`}
        onChange={({ target: { value } }) => onType(value)}
        onBlur={() => onSave()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave();
        }}
        className="block max-h-60 min-h-11 w-full resize-none rounded-t-field bg-transparent px-3.5 py-2.5 outline-offset-[-2px] [field-sizing:content] placeholder:text-ink-soft placeholder:opacity-100"
      />
      <p
        id={`${id}-count`}
        className={classes(
          'figures px-3.5 text-right text-small text-ink-soft',
          text.length < ALMOST_FULL && 'sr-only',
        )}
      >
        {fill(words.count, { count: format.count(text.length), most: format.count(MAX_TEXT) })}
      </p>
    </>
  );
}
