import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTypedEarly } from '#app/_client/use-typed-early.ts';
import { classes } from '#app/_kit/class-names.ts';
import { CloseIcon, SearchIcon } from '#app/_kit/icons.tsx';
import { useFormat } from '#app/_words/context.tsx';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import type { FilterProps } from '#app/(bank)/transactions/_filters/filter-chips.tsx';
import { periodOf } from '#app/(bank)/transactions/_filters/periods.ts';
import { moveFocus, useSlashKey } from '#app/(bank)/transactions/_list/keys.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Filter } from '#lib/search/filter.ts';
import { MAX_QUERY } from '#lib/search/filter-limits.ts';
import { withPhrases } from '#lib/search/phrases.ts';
import { SaveView } from './save-view.tsx';
import { SearchPanel } from './search-panel.tsx';
import { useSearches } from './use-searches.ts';

const IN_BOX = 'flex w-12 items-center justify-center rounded-full text-ink-soft hover:text-ink';

/**
 * A form of the server until JavaScript has arrived, then a search at every letter. `/` leads to it. Empty and with the
 * focus it shows recent searches and saved views; with a filter on it offers to save that.
 */
export function SearchBox({
  filter,
  phrases,
  accountParam,
  now,
  onChange,
  onCommit,
}: FilterProps & {
  /** What is searched for was meant, and is no longer being typed. */
  onCommit: () => void;
}) {
  const format = useFormat();
  const words = useListWords().transactions;
  const box = useRef<HTMLElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const searches = useSearches();
  const [open, setOpen] = useState(false);
  const value = filter.q ?? '';
  const params = filterParams(filter);
  const today = format.dayOf(now);
  const { recent, views } = searches.searches;
  const search = (text: string) => onChange({ ...filter, q: text === '' ? undefined : text });

  useTypedEarly(input, value, search);
  useKeptFocus(input);
  useSlashKey(input);

  function show() {
    setOpen(true);
    searches.load();
  }
  /** The results are below: a phone's keyboard makes room for them. */
  function pick(picked: Filter) {
    setOpen(false);
    onChange(picked);
    input.current?.blur();
  }
  function steer(event: KeyboardEvent) {
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      setOpen(false);
      input.current?.focus();
    }
    moveFocus(event, box.current, input.current);
  }

  return (
    <search
      ref={box}
      className="relative block"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
      onKeyDown={steer}
    >
      <form
        action="/transactions"
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          search(value);
          onCommit();
          setOpen(false);
          input.current?.blur();
        }}
      >
        {accountParam && <input type="hidden" name="account" value={accountParam} />}
        {params.map(
          ([name, text]) => name !== 'q' && <input key={name} type="hidden" name={name} value={text} />,
        )}
        <input
          ref={input}
          type="search"
          name="q"
          value={value}
          onChange={(event) => search(event.target.value)}
          onFocus={() => !open && show()}
          onClick={() => !open && show()}
          aria-label={words.search}
          aria-keyshortcuts="/"
          placeholder={words.placeholder}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={MAX_QUERY}
          className={classes(
            'field !min-h-12 !rounded-full !pl-12 [&::-webkit-search-cancel-button]:hidden',
            // As wide as the buttons there are: the placeholder needs the rest.
            value !== '' ? '!pr-24' : '!pr-12',
          )}
        />
        <button
          type="submit"
          aria-label={words.submit}
          title={words.shortcut}
          className={classes(IN_BOX, 'absolute inset-y-0 left-0')}
        >
          <SearchIcon />
        </button>
      </form>
      {/* Outside of the form: the dialog has one of its own. */}
      {params.length > 0 && (
        <div className="absolute inset-y-0 right-0 flex h-12">
          <SaveView filter={withPhrases(filter, phrases)} today={today} className={IN_BOX} />
          {value !== '' && (
            <button
              type="button"
              aria-label={words.clear}
              onClick={() => {
                search('');
                input.current?.focus();
              }}
              className={IN_BOX}
            >
              <CloseIcon />
            </button>
          )}
        </div>
      )}
      {open && value === '' && (recent.length + views.length > 0 || searches.removed) && (
        <SearchPanel
          searches={searches}
          onText={(text) => pick({ ...filter, q: text })}
          onView={(view) => pick({ ...view.filter, ...(view.period && periodOf(view.period, today)) })}
          onGone={() => input.current?.focus()}
        />
      )}
    </search>
  );
}

/** Whether a box had the focus that another takes the place of in the same drawing. */
let hadFocus = false;

/** A page that is drawn anew, as after a reset of the stream, takes the focus from nobody who types. */
function useKeptFocus(field: RefObject<HTMLInputElement | null>): void {
  useLayoutEffect(() => {
    const shown = field.current;
    if (hadFocus) shown?.focus({ preventScroll: true });
    hadFocus = false;
    return () => {
      hadFocus = shown !== null && document.activeElement === shown;
    };
  }, [field]);
  useEffect(
    () => () => {
      hadFocus = false;
    },
    [],
  );
}
