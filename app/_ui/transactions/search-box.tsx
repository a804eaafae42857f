'use client';
import { useEffect, useRef } from 'react';
import { CloseIcon, SearchIcon } from '#app/_ui/icons.tsx';
import { useWords } from '#app/_ui/messages/context.tsx';
import { isTyping } from './is-typing.ts';

/** A form that asks the server until JavaScript has arrived, then a search at every letter. `/` leads to it. */
export function SearchBox({
  value,
  hidden,
  onChange,
}: {
  value: string;
  /** What else the address asks for, kept by the plain form. */
  hidden: [name: string, value: string][];
  onChange: (text: string) => void;
}) {
  const words = useWords('transactions');
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (
    <search>
      <form
        action="/transactions"
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          onChange(value);
          // The results are below: a phone's keyboard makes room for them.
          input.current?.blur();
        }}
      >
        {hidden.map(([name, kept]) => (
          <input key={name} type="hidden" name={name} value={kept} />
        ))}
        <input
          ref={input}
          type="search"
          name="q"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-label={words.search}
          aria-keyshortcuts="/"
          placeholder={words.placeholder}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={200}
          className="field !min-h-12 !rounded-full !px-12 [&::-webkit-search-cancel-button]:hidden"
        />
        <button
          type="submit"
          aria-label={words.submit}
          title={words.shortcut}
          className="absolute inset-y-0 left-0 flex w-12 items-center justify-center rounded-full text-ink-soft"
        >
          <SearchIcon />
        </button>
        {value !== '' && (
          <button
            type="button"
            aria-label={words.clear}
            onClick={() => {
              onChange('');
              input.current?.focus();
            }}
            className="absolute inset-y-0 right-0 flex w-12 items-center justify-center rounded-full text-ink-soft hover:text-ink"
          >
            <CloseIcon />
          </button>
        )}
      </form>
    </search>
  );
}
