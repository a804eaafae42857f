import { type SubmitEvent, useId, useRef, useState } from 'react';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { usePay } from '#app/(bank)/pay/_flow/use-pay.ts';

/** How much, from which account, and what is left. */
export function AmountStep() {
  const { words, draft, accounts, from, amountMinor, payeeName, edit, go } = usePay();
  const format = useFormat();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [tried, setTried] = useState(false);
  const money = (minor: number) => format.withCurrency(minor, from.currency);

  const isTooMuch = amountMinor !== null && amountMinor > from.availableMinor;
  const fault = isTooMuch
    ? fill(words.faults.tooMuch, { available: money(from.availableMinor) })
    : amountMinor === null && tried
      ? words.faults.amount
      : '';

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    if (amountMinor === null || isTooMuch) field.current?.focus();
    else go(draft.payee ? 'review' : 'payee');
  }

  return (
    <form noValidate onSubmit={submit} className="card flex flex-col gap-4">
      <div>
        <label htmlFor={id} className="block text-small text-ink-soft">
          {draft.payee ? fill(words.amountFor, { name: payeeName }) : words.amount}
        </label>
        <div className="flex items-baseline gap-2 border-b border-edge focus-within:border-accent">
          <input
            ref={field}
            id={id}
            data-focus
            value={draft.amount}
            onChange={({ target }) => edit({ amount: target.value })}
            inputMode="decimal"
            enterKeyHint="next"
            autoComplete="off"
            placeholder={words.noAmount}
            maxLength={20}
            aria-invalid={fault ? true : undefined}
            aria-describedby={`${id}-after`}
            className="figures min-w-0 grow bg-transparent py-1 text-balance font-strong tracking-tight outline-none placeholder:text-ink-soft placeholder:opacity-60"
          />
          <span className="figures shrink-0 text-large text-ink-soft">{from.currency}</span>
        </div>
        <p
          id={`${id}-after`}
          role={fault ? 'alert' : undefined}
          data-testid="after"
          className={`figures mt-2 min-h-6 text-small !whitespace-normal ${fault ? 'text-danger' : 'text-ink-soft'}`}
        >
          {fault ||
            fill(amountMinor === null ? words.available : words.after, {
              balance: money(from.availableMinor - (amountMinor ?? 0)),
            })}
        </p>
      </div>
      <div>
        <label htmlFor={`${id}-from`} className="mb-1 block text-small text-ink-soft">
          {words.from}
        </label>
        <select
          id={`${id}-from`}
          className="field"
          value={from.id}
          onChange={({ target }) => edit({ from: target.value })}
        >
          {accounts.map((one) => (
            <option key={one.id} value={one.id}>
              {fill(words.fromChoice, {
                account: one.name,
                balance: format.money(one.availableMinor),
              })}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" className="button button-primary !min-h-13">
        {words.next}
      </button>
    </form>
  );
}
