import { type SubmitEvent, useEffect, useId, useRef, useState } from 'react';
import { type AnswerOf, bank } from '#app/_client/bank.ts';
import { fill } from '#app/_words/catalogue.ts';
import { asTyped } from '#app/(bank)/pay/_flow/draft.ts';
import { usePay } from '#app/(bank)/pay/_flow/use-pay.ts';
import { problemOf, useProblem } from '#app/(bank)/pay/_review/problems.ts';
import { ACCOUNT_NUMBER, MAX_PAYEE_NAME } from '#lib/payments/payment-limits.ts';

type Checked = AnswerOf<'/api/payees/check', 'POST'>;

/** Somebody by account number and name. The bank compares the name before anything moves. */
export function NewPayee() {
  const { words, draft, edit, go } = usePay();
  const { fresh } = draft;
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const busy = useRef(false);
  const sayProblem = useProblem();
  const [tried, setTried] = useState(false);
  const [checking, setChecking] = useState(false);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [wrong, setWrong] = useState('');

  const number = fresh.number.replace(/[\s-]/g, '');
  const name = asTyped(fresh.name);
  const faults = {
    number: ACCOUNT_NUMBER.test(number) ? '' : words.faults.number,
    name: name ? '' : words.faults.name,
  };

  const focusOn = (one: 'number' | 'name') =>
    form.current?.querySelector<HTMLElement>(`[name="${one}"]`)?.focus();

  const type = (some: Partial<typeof fresh>) => {
    setChecked(null);
    setWrong('');
    edit({ fresh: { ...fresh, ...some } });
  };

  function accept(name: string, nameAccepted: boolean) {
    // A help for the next time: the payment does not wait for it, and is not less without it.
    if (fresh.save)
      bank.put('/api/payees/:number', { params: { number }, body: { name } }).catch(() => undefined);
    edit({ payee: { kind: 'other', number, name, nameAccepted } });
    go('review');
  }

  async function check(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    const first = faults.number ? 'number' : faults.name ? 'name' : null;
    if (first) return focusOn(first);
    if (busy.current) return;
    busy.current = true;
    setChecking(true);
    setWrong('');
    // A second press may come between the answer and the next step.
    let isLeaving = false;
    try {
      const answer = await bank.post('/api/payees/check', { body: { number, name } });
      if (answer.answer === 'matches') {
        isLeaving = true;
        accept(answer.name ?? name, false);
      } else if (answer.answer === 'unknown') {
        setWrong(words.errors.unknown_account);
        focusOn('number');
      } else setChecked(answer);
    } catch (error) {
      setWrong(sayProblem(problemOf(error)));
    } finally {
      busy.current = isLeaving;
      setChecking(isLeaving);
    }
  }

  const field = (one: 'number' | 'name') => ({
    id: `${id}-${one}`,
    name: one,
    value: fresh[one],
    autoComplete: 'off',
    className: 'field',
    'aria-invalid': tried && faults[one] ? true : undefined,
    'aria-describedby': tried && faults[one] ? `${id}-${one}-fault` : `${id}-wrong`,
  });
  const fault = (one: 'number' | 'name') =>
    tried &&
    faults[one] && (
      <p id={`${id}-${one}-fault`} className="mt-1 text-small text-danger">
        {faults[one]}
      </p>
    );

  return (
    <form ref={form} noValidate onSubmit={check} className="card flex flex-col gap-4">
      <h2 data-focus tabIndex={-1} className="text-large font-strong">
        {words.fresh}
      </h2>
      <div>
        <label htmlFor={`${id}-number`} className="mb-1 block text-small">
          {words.number}
        </label>
        <input
          {...field('number')}
          inputMode="numeric"
          enterKeyHint="next"
          maxLength={30}
          onChange={({ target }) => type({ number: target.value })}
        />
        {fault('number')}
      </div>
      <div>
        <label htmlFor={`${id}-name`} className="mb-1 block text-small">
          {words.name}
        </label>
        <input
          {...field('name')}
          autoCapitalize="words"
          enterKeyHint="go"
          maxLength={MAX_PAYEE_NAME}
          onChange={({ target }) => type({ name: target.value })}
        />
        {fault('name')}
      </div>
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          checked={fresh.save}
          onChange={({ target }) => type({ save: target.checked })}
          className="size-5 shrink-0"
        />
        {words.save}
      </label>
      <p id={`${id}-wrong`} role="alert" className="text-danger empty:hidden" data-testid="pay-problem">
        {wrong}
      </p>
      {checked ? (
        <Question
          checked={checked}
          number={number}
          typed={name}
          onAccept={accept}
          onChange={() => {
            setChecked(null);
            focusOn('name');
          }}
        />
      ) : (
        <button type="submit" className="button button-primary !min-h-13" aria-disabled={checking}>
          {checking ? words.checking : words.next}
        </button>
      )}
    </form>
  );
}

/** A name that is nearly the holder's, or is not: it is answered before anything goes on. */
function Question({
  checked,
  number,
  typed,
  onAccept,
  onChange,
}: {
  checked: Checked;
  number: string;
  typed: string;
  onAccept: (name: string, accepted: boolean) => void;
  onChange: () => void;
}) {
  const { words } = usePay();
  const heading = useRef<HTMLParagraphElement>(null);
  // The button that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);
  const { name = typed } = checked;
  const isClose = checked.answer === 'close';
  const [title, text, yes] = isClose
    ? [fill(words.close, { name }), fill(words.closeText, { name, number }), fill(words.takeName, { name })]
    : [words.differs, fill(words.differsText, { name: typed, number }), words.payAnyway];
  return (
    <div
      role="alert"
      className="flex flex-col gap-3 rounded-field border border-edge p-4"
      data-testid="name-question"
    >
      <p ref={heading} tabIndex={-1} className={isClose ? 'font-strong' : 'font-strong text-warn'}>
        {title}
      </p>
      <p className="text-small">{text}</p>
      <div className="flex flex-wrap-reverse gap-3">
        <button
          type="button"
          className={isClose ? 'button grow' : 'button button-primary grow'}
          onClick={onChange}
        >
          {words.changeIt}
        </button>
        <button
          type="button"
          className={isClose ? 'button button-primary grow' : 'button grow'}
          onClick={() => onAccept(isClose ? name : typed, !isClose)}
        >
          {yes}
        </button>
      </div>
    </div>
  );
}
