import { useId, useRef, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useTypedEarly } from '#app/_client/use-typed-early.ts';
import { useAnswer } from '#app/(bank)/transactions/use-answer.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { hasTag } from '#lib/notes/has-tag.ts';
import { MAX_TAG, MAX_TAGS } from '#lib/notes/note-limits.ts';
import { OfferedTags, TagChip } from './tag-chips.tsx';

const MAX_OFFERED = 6;

/**
 * Tags as chips. Enter and comma add what is typed, Backspace in an empty field takes the last one off; tags used before
 * are offered while one is in the field. Without JavaScript each chip is a button that sends the form.
 */
export function TagField({
  account,
  tags,
  onChange,
  onRemove,
}: {
  account: string;
  tags: readonly string[];
  onChange: (tags: readonly string[]) => void;
  onRemove: (tag: string) => void;
}) {
  const words = useListWords().note;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [inside, setInside] = useState(false);
  // The customer's tags, the most used first: a help, any can be typed.
  const used = useAnswer(inside ? account : null, 0, (signal) =>
    bank.get('/api/accounts/:id/tags', { params: { id: account }, signal }),
  );
  useTypedEarly(input, text, setText);
  const full = tags.length >= MAX_TAGS;

  function add(typed: string) {
    const parts = typed.split(',').map((part) => part.trim().slice(0, MAX_TAG));
    const fresh = parts.filter((tag, at) => tag && !hasTag(tags, tag) && !hasTag(parts.slice(0, at), tag));
    setText('');
    if (fresh.length > 0) onChange([...tags, ...fresh].slice(0, MAX_TAGS));
  }

  const begun = text.trim().toLowerCase();
  const offered = (used?.answer.items ?? [])
    .filter((tag) => tag.toLowerCase().startsWith(begun) && !hasTag(tags, tag))
    .slice(0, full ? 0 : MAX_OFFERED);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only looks where the focus is.
    <div
      className="border-t border-line"
      onFocus={() => setInside(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (currentTarget.contains(relatedTarget)) return;
        setInside(false);
        add(text);
      }}
    >
      <ul aria-label={words.tags} className="flex flex-wrap gap-x-2 px-2 empty:hidden">
        {tags.map((tag) => (
          <li key={tag}>
            <input type="hidden" name="tags" value={tag} />
            <TagChip
              tag={tag}
              onRemove={(byKeyboard) => {
                onRemove(tag);
                // The chip is gone: keys go on in the field. A thumb would only get a keyboard in its way.
                if (byKeyboard) input.current?.focus({ preventScroll: true });
              }}
            />
          </li>
        ))}
      </ul>
      <label htmlFor={id} className="sr-only">
        {words.addTag}
      </label>
      <div className="flex">
        <input
          ref={input}
          id={id}
          name="tag"
          value={text}
          maxLength={MAX_TAG}
          readOnly={full}
          placeholder={full ? words.mostTags : words.addTag}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="done"
          onChange={({ target: { value } }) => (value.includes(',') ? add(value) : setText(value))}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const last = tags.at(-1);
            if (event.key === 'Enter') {
              event.preventDefault();
              add(text);
            } else if (event.key === 'Backspace' && text === '' && last) onRemove(last);
          }}
          className="min-h-11 w-full min-w-0 rounded-field bg-transparent px-3.5 outline-offset-[-2px] placeholder:text-ink-soft placeholder:opacity-100"
        />
        {begun && !full && (
          <button
            type="button"
            className="text-link min-h-11 shrink-0 px-4 outline-offset-[-2px]"
            onClick={() => add(text)}
          >
            {words.add}
          </button>
        )}
      </div>
      {inside && offered.length > 0 && (
        <OfferedTags
          tags={offered}
          onPick={(tag) => {
            add(tag);
            input.current?.focus({ preventScroll: true });
          }}
        />
      )}
    </div>
  );
}
