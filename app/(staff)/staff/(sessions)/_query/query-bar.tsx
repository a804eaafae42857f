import { type ComponentProps, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { SearchIcon } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { SelectField, TextField, TYPED } from '#app/(staff)/_shared/fields.tsx';
import type { Option } from '#app/(staff)/_shared/options.ts';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import { consoleHref, type Draft, FILTER_NAMES, isAsking } from './address.ts';

/** A pause in typing after which the question is asked. */
const TYPED_MS = 250;
const BROWSERS = ['Chrome', 'Safari', 'Firefox', 'Edge', 'Samsung Internet', 'Opera', 'curl', 'Program'];

type Choices = Record<'role' | 'kind' | 'since' | 'idleFor' | 'policy', Option[]>;

/**
 * The question: words, and what must be so. A form that asks the server until JavaScript has arrived; then every
 * change asks, typing after a pause.
 */
export function QueryBar({ choices, onAsk }: { choices: Choices; onAsk: (draft: Draft) => void }) {
  const { words, query } = useConsole();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [draft, setDraft] = useDraft(query, form);
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask(next: Draft, pauseMs = 0) {
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onAsk(next), pauseMs);
  }
  const field = (name: keyof Draft, pauseMs = 0) => ({
    name,
    value: draft[name] ?? '',
    onChange: ({ target }: { target: { value: string } }) => ask({ ...draft, [name]: target.value }, pauseMs),
  });
  const choice = (name: keyof Draft) => ({ ...field(name), any: words.any });

  return (
    <search>
      <form
        ref={form}
        action="/staff"
        onSubmit={(event) => {
          event.preventDefault();
          ask(draft);
        }}
        className="card !px-3 !pt-3 !pb-1 lg:!p-4"
      >
        <div className="flex gap-2">
          <SearchField {...field('q', TYPED_MS)} />
          <button type="submit" className="button shrink-0">
            {words.submit}
          </button>
        </div>
        <Conditions count={FILTER_NAMES.filter((name) => name !== 'q' && draft[name]).length}>
          <TextField label={words.username} {...field('username', TYPED_MS)} />
          <TextField label={words.sid} {...field('sid', TYPED_MS)} pattern="[A-Za-z0-9_\-]{22}" />
          {choices.role.length > 1 && (
            <SelectField label={words.roleOf} {...choice('role')} options={choices.role} />
          )}
          <SelectField label={words.kind} {...choice('kind')} options={choices.kind} />
          <TextField label={words.browser} {...field('browser', TYPED_MS)} suggested={BROWSERS} />
          <TextField label={words.address} {...field('address', TYPED_MS)} pattern="[0-9a-fA-F.:]{2,45}" />
          <SelectField label={words.since} {...choice('since')} options={choices.since} wide />
          <SelectField
            label={words.stepUp}
            {...choice('stepUp')}
            options={[
              ['with', words.withStepUp],
              ['without', words.withoutStepUp],
            ]}
            wide
          />
          <SelectField label={words.idleFor} {...choice('idleFor')} options={choices.idleFor} />
          <SelectField label={words.policy} {...choice('policy')} options={choices.policy} />
          {isAsking(draft) && (
            <a
              href={consoleHref({})}
              onClick={(event) => {
                event.preventDefault();
                ask({});
              }}
              className="text-link flex min-h-11 items-center self-end text-small"
            >
              {words.clear}
            </a>
          )}
        </Conditions>
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

function SearchField(input: ComponentProps<'input'>) {
  const { words } = useConsole();
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
        className="field !pl-11"
      />
    </div>
  );
}

/** Folded on a phone; always open on a desktop, where the browser can style what a fold holds. */
function Conditions({ count, children }: { count: number; children: ReactNode }) {
  const { words } = useConsole();
  return (
    <details
      open={count > 0}
      className="lg:mt-3 lg:[&::details-content]:block lg:[&::details-content]:[content-visibility:visible]"
    >
      <summary className="text-link flex min-h-11 items-center text-small lg:supports-[selector(::details-content)]:sr-only">
        {count > 0 ? fill(words.conditionsSet, { count }) : words.conditions}
      </summary>
      <div className="grid grid-cols-2 gap-x-3 gap-y-2 max-lg:pb-2 lg:grid-cols-4 xl:grid-cols-6">
        {children}
      </div>
    </details>
  );
}
