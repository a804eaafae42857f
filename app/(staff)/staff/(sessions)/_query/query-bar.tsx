import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTypedEarly } from '#app/_client/use-typed-early.ts';
import { classes } from '#app/_kit/class-names.ts';
import { SearchIcon } from '#app/_kit/icons.tsx';
import { TextField, TYPED } from '#app/(staff)/_shared/fields.tsx';
import type { Option } from '#app/(staff)/_shared/options.ts';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import { ADDRESS_START, SIDS } from '#lib/staff/filter-formats.ts';
import { consoleHref, type Draft, FILTER_NAMES, isAsking } from './address.ts';
import { CHIP, type Condition, selects, Taken } from './condition-chips.tsx';

/** A pause in typing after which the question is asked. */
const TYPED_MS = 250;
/** Fifty of them. */
const MAX_SIDS_CHARS = 50 * 23;
const BROWSERS = ['Chrome', 'Safari', 'Firefox', 'Edge', 'Samsung Internet', 'Opera', 'curl', 'Program'];

/** What a typed condition has to look like. */
const FORMATS: Partial<Record<Condition, RegExp>> = { sid: SIDS, address: ADDRESS_START };

type Choices = Record<'role' | 'kind' | 'since' | 'idleFor' | 'policy', Option[]>;

/** The conditions, in the order in which they are offered. */
const CONDITIONS = FILTER_NAMES.filter((name) => name !== 'q');

/**
 * The question: words, and conditions as chips, each added when it is wanted. A form that asks the server until
 * JavaScript has arrived; then a choice asks at once, words after a pause, and what is typed into a condition when it
 * is whole: what is no such condition is not asked, and its field says so.
 */
export function QueryBar({ choices, onAsk }: { choices: Choices; onAsk: (draft: Draft) => void }) {
  const { words, query } = useConsole();
  const form = useRef<HTMLFormElement>(null);
  const adder = useRef<HTMLDetailsElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [draft, setDraft] = useDraft(query, form);
  useEffect(() => () => clearTimeout(timer.current), []);
  /** What is typed was meant to be asked. */
  const [tried, setTried] = useState(false);
  const faulty = CONDITIONS.find((name) => {
    const text = draft[name]?.trim();
    return text && text !== query[name] && FORMATS[name]?.test(text) === false;
  });
  const faults: Partial<Record<Condition, string>> =
    tried && faulty ? { [faulty]: faulty === 'sid' ? words.sidFormat : words.addressFormat } : {};

  function ask(next: Draft, pauseMs = 0) {
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onAsk(next), pauseMs);
  }
  /** A condition is set or taken off: what had the focus is gone. */
  function settle(next: Draft) {
    ask(next);
    closeAdder();
  }
  function closeAdder() {
    if (!adder.current) return;
    for (const open of adder.current.querySelectorAll('details[open]')) open.removeAttribute('open');
    adder.current.open = false;
    adder.current.querySelector('summary')?.focus();
  }
  function reveal(name: Condition) {
    const field = adder.current?.querySelector<HTMLElement>(`[name="${name}"]`);
    field?.closest('details')?.setAttribute('open', '');
    field?.focus();
  }
  const typed = (name: Condition) => ({
    name,
    value: draft[name] ?? '',
    fault: faults[name],
    onChange: ({ target }: { target: { value: string } }) => {
      setTried(false);
      setDraft({ ...draft, [name]: target.value });
    },
    onBlur: () => {
      if (faulty === name) setTried(true);
      else if ((draft[name] ?? '') !== (query[name] ?? '')) ask(draft);
    },
  });
  const chosen = (name: Condition) => ({
    name,
    value: draft[name] ?? '',
    any: words.any,
    onChange: ({ target }: { target: { value: string } }) => settle({ ...draft, [name]: target.value }),
  });
  const stepUps: Option[] = [
    ['with', words.withStepUp],
    ['without', words.withoutStepUp],
  ];
  const conditions: Record<Condition, { label: string; options?: Option[]; field: ReactNode }> = {
    username: { label: words.username, field: <TextField label={words.username} {...typed('username')} /> },
    sid: {
      label: words.sid,
      field: <TextField label={words.sid} {...typed('sid')} maxLength={MAX_SIDS_CHARS} />,
    },
    browser: {
      label: words.browser,
      field: <TextField label={words.browser} {...typed('browser')} suggested={BROWSERS} />,
    },
    address: {
      label: words.address,
      field: <TextField label={words.address} {...typed('address')} />,
    },
    ...selects(
      {
        role: [words.roleOf, choices.role],
        policy: [words.policy, choices.policy],
        kind: [words.kind, choices.kind],
        since: [words.since, choices.since],
        idleFor: [words.idleFor, choices.idleFor],
        stepUp: [words.stepUp, stepUps],
      },
      chosen,
    ),
  };
  const shownOf = (name: Condition) =>
    conditions[name].options?.find(([value]) => value === query[name])?.[1] ?? query[name];
  const offered = CONDITIONS.filter((name) => !query[name] && (conditions[name].options?.length ?? 2) > 1);

  return (
    <search>
      <form
        ref={form}
        action="/staff"
        onSubmit={(event) => {
          event.preventDefault();
          if (faulty && adder.current?.open) {
            setTried(true);
            reveal(faulty);
            return;
          }
          ask(draft);
          // Elsewhere what is typed into keeps the focus.
          if (adder.current?.open) closeAdder();
        }}
        className="card !p-3 lg:!p-4"
      >
        <div className="flex gap-2">
          <SearchField
            name="q"
            value={draft.q ?? ''}
            onType={(text) => ask({ ...draft, q: text }, TYPED_MS)}
          />
          <button type="submit" className="button shrink-0">
            {words.submit}
          </button>
        </div>
        <ul aria-label={words.conditions} className="mt-2 flex flex-wrap items-start gap-2">
          {CONDITIONS.filter((name) => query[name]).map((name) => (
            <li key={name}>
              <input type="hidden" name={name} value={query[name]} />
              <Taken
                href={consoleHref({ ...query, [name]: '' })}
                onTake={() => settle({ ...draft, [name]: '' })}
              >
                {conditions[name].label}: <span className="font-strong">{shownOf(name)}</span>
                <span className="sr-only">, {words.notOnly}</span>
                <span aria-hidden="true"> ✕</span>
              </Taken>
            </li>
          ))}
          <li className="[&:has(>[open])]:basis-full">
            <details ref={adder} onKeyDown={({ key }) => key === 'Escape' && closeAdder()}>
              <summary className={classes(CHIP, 'w-fit border-dashed [&::-webkit-details-marker]:hidden')}>
                + {words.addFilter}
              </summary>
              <div className="mt-2 flex flex-wrap items-start gap-2">
                {offered.map((name) => (
                  <details
                    key={name}
                    name="condition"
                    onToggle={({ currentTarget }) => {
                      if (currentTarget.open) currentTarget.querySelector<HTMLElement>('[name]')?.focus();
                    }}
                    className="open:basis-56 max-sm:open:basis-full"
                  >
                    <summary
                      className={classes(CHIP, 'w-fit border-dashed [&::-webkit-details-marker]:hidden')}
                    >
                      {conditions[name].label}
                    </summary>
                    <div className="mt-1">{conditions[name].field}</div>
                  </details>
                ))}
              </div>
            </details>
          </li>
          {isAsking(query) && (
            <li>
              <Taken href={consoleHref({})} onTake={() => settle({})} plain>
                {words.clear}
              </Taken>
            </li>
          )}
        </ul>
      </form>
    </search>
  );
}

/** What is typed; it follows the page's answer when that comes from elsewhere (a facet, Back), never while typing. */
function useDraft(query: Draft, form: RefObject<HTMLFormElement | null>) {
  const [draft, setDraft] = useState(query);
  const returned = useRef(false);
  useEffect(() => {
    const back = () => {
      returned.current = true;
    };
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  useEffect(() => {
    if (!returned.current && form.current?.contains(document.activeElement)) return;
    returned.current = false;
    setDraft(query);
  }, [query, form]);
  return [draft, setDraft] as const;
}

function SearchField({ onType, ...input }: { name: string; value: string; onType: (text: string) => void }) {
  const { words } = useConsole();
  const field = useRef<HTMLInputElement>(null);
  useTypedEarly(field, input.value, onType);
  return (
    <div className="relative min-w-0 grow">
      <span className="pointer-events-none absolute inset-y-0 left-0 flex w-11 items-center justify-center text-ink-soft">
        <SearchIcon />
      </span>
      <input
        type="search"
        aria-label={words.question}
        placeholder={words.placeholder}
        {...TYPED}
        {...input}
        ref={field}
        onChange={({ target }) => onType(target.value)}
        className="field !pl-11"
      />
    </div>
  );
}
