import { type ReactNode, type SubmitEvent, useId, useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { CloseIcon, SearchIcon } from '#app/_kit/icons.tsx';
import { Initial } from '#app/_kit/initial.tsx';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { AccountNumber } from '#app/(bank)/_details/account-number.tsx';
import { TypedAmount } from '#app/(bank)/pay/_flow/typed-amount-text.tsx';
import { usePay } from '#app/(bank)/pay/_flow/use-pay.ts';
import { isMasked, maskNumber } from '#lib/mask.ts';
import { findPayees } from './find-payees.ts';

/** Who gets it: an own account, somebody known by name or number, or somebody new. */
export function PayeeStep() {
  const { words, accounts, payees: known, demo, from, amountMinor, edit, go } = usePay();
  const format = useFormat();
  const id = useId();
  const [query, setQuery] = useState('');

  const [forgotten, setForgotten] = useState<readonly string[]>([]);
  const payees = known.filter(({ number }) => !forgotten.includes(number));

  /** At once; one that could not be removed is back with the next look. */
  function forget(number: string) {
    setForgotten((before) => [...before, number]);
    // The button that had the focus goes with its row.
    document.querySelector<HTMLElement>('[data-focus]')?.focus();
    bank.delete('/api/payees/:number', { params: { number } }).catch(() => undefined);
  }

  const own = accounts.filter((one) => one.id !== from.id && one.currency === from.currency);
  const shownOwn = findPayees(query, own);
  const shownKnown = findPayees(query, payees);
  const strangers = findPayees(query, demo).filter(
    ({ number }) => !payees.some((known) => known.number === number),
  );
  const count = shownOwn.length + shownKnown.length + strangers.length;

  const choose = (payee: Parameters<typeof edit>[0]['payee']) => {
    edit({ payee });
    go('review');
  };
  const pickOwn = (account: string) => choose({ kind: 'own', account });
  const pick = ({ number, name }: { number: string; name: string }) =>
    choose({ kind: 'other', number, name, nameAccepted: false });
  /** What was looked for in vain is most of a new payee. */
  const begin = () => {
    const typed = query.trim();
    const isNumber = /^[\d\s]+$/.test(typed);
    if (typed && count === 0) {
      edit({ fresh: { number: isNumber ? typed : '', name: isNumber ? '' : typed, save: true } });
    }
    go('new');
  };

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (count === 0) return begin();
    if (count > 1) return;
    for (const one of shownOwn) pickOwn(one.id);
    for (const one of [...shownKnown, ...strangers]) pick(one);
  }

  return (
    <div className="card flex flex-col gap-4 !pb-2">
      <h2 data-focus tabIndex={-1} className="text-large font-strong">
        {words.who}{' '}
        <span className="font-normal text-ink-soft">
          <TypedAmount minor={amountMinor ?? 0} currency={from.currency} />
        </span>
      </h2>
      <form onSubmit={submit} className="relative">
        <label htmlFor={id} className="sr-only">
          {words.search}
        </label>
        <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-soft">
          <SearchIcon />
        </span>
        <input
          id={id}
          type="search"
          value={query}
          onChange={({ target }) => setQuery(target.value)}
          placeholder={words.search}
          autoComplete="off"
          className="field !pl-11 [&::-webkit-search-cancel-button]:opacity-60 [&::-webkit-search-cancel-button]:grayscale"
        />
      </form>
      <p role="status" className="sr-only">
        {query && plural(format.locale, words.found, count)}
      </p>
      <div className="-mx-2">
        <button
          type="button"
          onClick={begin}
          className="flex min-h-16 w-full items-center gap-3 rounded-field px-2 text-left outline-offset-[-2px] hover:bg-sunken"
        >
          <span
            aria-hidden="true"
            className="flex size-10 shrink-0 items-center justify-center rounded-full border border-edge text-large"
          >
            +
          </span>
          <span className="truncate">
            {query && count === 0 ? fill(words.freshOf, { text: query.trim() }) : words.fresh}
          </span>
        </button>
        {query && count === 0 ? (
          <p className="px-2 py-3 text-ink-soft">{fill(words.nobody, { query: query.trim() })}</p>
        ) : (
          <>
            <Group title={words.own} of={shownOwn}>
              {(one) => (
                <Row key={one.id} name={one.name} number={one.number} onPick={() => pickOwn(one.id)}>
                  {format.withCurrency(one.availableMinor, one.currency)}
                </Row>
              )}
            </Group>
            {([true, false] as const).map((wasPaid) => (
              <Group
                key={String(wasPaid)}
                title={wasPaid ? words.known : words.saved}
                of={shownKnown.filter((one) => one.wasPaid === wasPaid)}
              >
                {(one) => (
                  <Row
                    key={one.number}
                    name={one.name}
                    number={one.number}
                    onPick={() => pick(one)}
                    onForget={one.isSaved ? () => forget(one.number) : undefined}
                  />
                )}
              </Group>
            ))}
            <Group title={words.demo} of={strangers}>
              {(one) => <Row key={one.number} {...one} onPick={() => pick(one)} />}
            </Group>
            {count === 0 && <p className="px-2 py-3 text-ink-soft">{words.nobodyYet}</p>}
          </>
        )}
      </div>
    </div>
  );
}

/** Not there while nobody is in it. */
function Group<One>({
  title,
  of,
  children,
}: {
  title: string;
  of: readonly One[];
  children: (one: One) => ReactNode;
}) {
  const id = useId();
  if (of.length === 0) return null;
  return (
    <section aria-labelledby={id} className="mt-3">
      <h3 id={id} className="px-2 text-small text-ink-soft">
        {title}
      </h3>
      <ul>{of.map(children)}</ul>
    </section>
  );
}

function Row({
  name,
  number,
  onPick,
  onForget,
  children,
}: {
  name: string;
  number: string;
  onPick: () => void;
  onForget?: (() => void) | undefined;
  children?: ReactNode;
}) {
  const { endingIn, forget } = usePay().words;
  return (
    <li className="flex items-center">
      <button
        type="button"
        onClick={onPick}
        className="flex min-h-16 min-w-0 grow items-center gap-3 rounded-field px-2 text-left outline-offset-[-2px] hover:bg-sunken"
      >
        <Initial name={name} />
        <span className="min-w-0 grow">
          <span className="block truncate">{name}</span>
          <span className="block text-small text-ink-soft">
            <AccountNumber number={isMasked(number) ? number : maskNumber(number)} endingIn={endingIn} />
          </span>
        </span>
        <span className="figures text-small text-ink-soft">{children}</span>
      </button>
      {onForget && (
        <button
          type="button"
          aria-label={fill(forget, { name })}
          onClick={onForget}
          className="flex size-11 shrink-0 items-center justify-center rounded-full text-ink-soft hover:bg-sunken hover:text-ink"
        >
          <CloseIcon />
        </button>
      )}
    </li>
  );
}
