import { type ReactNode, type SubmitEvent, useEffect, useId, useRef, useState } from 'react';
import { knowsPasskeys } from '#app/_client/passkey.ts';
import { fill } from '#app/_words/catalogue.ts';
import { Amounts, useFormat } from '#app/_words/context.tsx';
import { asNew, type Draft } from '#app/(bank)/pay/_flow/draft.ts';
import { usePay } from '#app/(bank)/pay/_flow/use-pay.ts';
import { MAX_REFERENCE } from '#lib/payments/payment-limits.ts';
import { type Problem, useProblem } from './problems.ts';
import { SetUp } from './set-up.tsx';
import { useSending } from './use-sending.ts';

/** What is about to happen, in one sentence, and the button that makes it happen. */
export function ReviewStep({ keep, onSent }: { keep: (draft: Draft) => void; onSent: (id: string) => void }) {
  const { words, draft, from, amountMinor, keyed, passkeysWork, edit, go } = usePay();
  const format = useFormat();
  const id = useId();
  const { send, isBusy, isUnknown, problem } = useSending(
    { draft, amountMinor: amountMinor ?? 0 },
    keep,
    onSent,
  );
  const [isReady, setReady] = useState(keyed);
  const [wasSetUp, setWasSetUp] = useState(false);
  const asksName = problem?.code === 'name_close' || problem?.code === 'name_differs';
  const button = useRef<HTMLButtonElement>(null);
  const { payee } = draft;
  const isOwn = payee?.kind === 'own';
  const isUnable = !isOwn && !(passkeysWork && knowsPasskeys());
  const wantsSetUp = !isOwn && !isUnable && !isReady && !isUnknown;

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    void send();
  }

  // Keys go on where the set-up was.
  useEffect(() => {
    if (wasSetUp && isReady) button.current?.focus();
  }, [wasSetUp, isReady]);
  // It was removed since this page was drawn.
  useEffect(() => {
    if (problem?.code === 'no_key') setReady(false);
  }, [problem]);

  return (
    <>
      <form noValidate onSubmit={submit} className="card flex flex-col gap-4">
        <h2 data-focus tabIndex={-1} className="text-title font-strong" data-testid="sentence">
          <Amounts hidden={false}>
            <Sentence />
          </Amounts>
        </h2>
        <div className="text-small text-ink-soft">
          {payee?.kind === 'other' && (
            <p>
              {words.number} <span className="figures">{payee.number}</span>
            </p>
          )}
          <p>
            {fill(words.after, {
              balance: format.withCurrency(from.availableMinor - (amountMinor ?? 0), from.currency),
            })}
          </p>
        </div>
        {isUnknown ? (
          <div role="alert" className="rounded-field border border-edge p-4" data-testid="unknown">
            <p className="font-strong text-warn">{words.unknownTitle}</p>
            <p className="mt-1 text-small">{words.unknownText}</p>
          </div>
        ) : (
          <div>
            <label htmlFor={id} className="mb-1 block text-small">
              {words.reference}
            </label>
            <input
              id={id}
              value={draft.reference}
              onChange={({ target }) => edit({ reference: target.value })}
              autoComplete="off"
              readOnly={isBusy}
              maxLength={MAX_REFERENCE}
              className="field"
            />
          </div>
        )}
        <p role="alert" className="text-danger empty:hidden" data-testid="pay-problem">
          {problem?.code === 'not_enough' ? (
            <Said problem={problem} />
          ) : (
            problem && (
              <Amounts hidden={false}>
                <Said problem={problem} />
              </Amounts>
            )
          )}
        </p>
        {asksName && (
          <button
            type="button"
            className="button button-primary !min-h-13"
            onClick={() => {
              edit(asNew(draft));
              go('new');
            }}
          >
            {words.checkName}
          </button>
        )}
        {isUnable ? (
          <p className="rounded-field bg-tint px-4 py-3">{words.noPasskeys}</p>
        ) : (
          !wantsSetUp &&
          !asksName && (
            <>
              <p role="status" className="rounded-field bg-tint px-4 py-3 empty:hidden">
                {wasSetUp && !isOwn && words.ready}
              </p>
              <button
                ref={button}
                type="submit"
                // The second press of two, of which the first one chose the payee where this button is now.
                onClick={(event) => event.detail > 1 && event.preventDefault()}
                className="button button-primary !min-h-13"
                aria-disabled={isBusy}
              >
                {isBusy ? words.sending : isUnknown ? words.ask : isOwn ? words.move : words.confirm}
              </button>
            </>
          )
        )}
        {!isUnknown && !isBusy && (
          <p className="-my-2 flex flex-wrap justify-between gap-x-4">
            <TextButton onClick={() => go('amount')}>{words.changeAmount}</TextButton>
            <TextButton onClick={() => go('payee')}>{words.changePayee}</TextButton>
            {isReady && !isOwn && !isUnable && (
              <TextButton onClick={() => setReady(false)}>{words.otherPasskey}</TextButton>
            )}
          </p>
        )}
      </form>
      {wantsSetUp && (
        <SetUp
          onReady={() => {
            setReady(true);
            setWasSetUp(true);
          }}
        />
      )}
    </>
  );
}

const Said = ({ problem }: { problem: Problem }) => useProblem()(problem);

function Sentence() {
  const { words, draft, from, amountMinor, payeeName } = usePay();
  const format = useFormat();
  return fill(draft.payee?.kind === 'own' ? words.ownSentence : words.sentence, {
    amount: format.withCurrency(amountMinor ?? 0, from.currency),
    name: payeeName,
    account: from.name,
  });
}

const TextButton = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <button type="button" className="text-link min-h-11 text-small" onClick={onClick}>
    {children}
  </button>
);
