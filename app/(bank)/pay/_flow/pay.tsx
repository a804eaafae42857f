'use client';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLive, useLiveStatus } from '#app/_client/live/use-live.ts';
import { BackIcon } from '#app/_kit/icons.tsx';
import { useFormat } from '#app/_words/context.tsx';
import { AmountStep } from '#app/(bank)/pay/_amount/amount-step.tsx';
import { readAmount } from '#app/(bank)/pay/_amount/typed-amount.ts';
import { NewPayee } from '#app/(bank)/pay/_payee/new-payee.tsx';
import { PayeeStep } from '#app/(bank)/pay/_payee/payee-step.tsx';
import { ReviewStep } from '#app/(bank)/pay/_review/review-step.tsx';
import type { PayData } from '#app/(bank)/pay/data.ts';
import type { PayWords } from '#app/(bank)/pay/words.ts';
import { amountSent, type Draft, edited, type Step, stepFor, type Typed } from './draft.ts';
import { useDraft } from './use-draft.ts';
import { PayContext } from './use-pay.ts';
import { Waiting } from './waiting.tsx';

/** Paying, step by step: each has an address, so that Back leads one step back, with everything that was typed. */
export function Pay({ words, ...data }: PayData & { words: PayWords }) {
  const format = useFormat();
  const router = useRouter();
  const wanted = useSearchParams().get('step');
  const { draft, waiting, keep, end, restart, goOnWithWaiting } = useDraft(
    data.owner,
    data.first,
    data.given,
  );
  const [newest, setNewest] = useState<Record<string, number>>({});
  useLive(data.start, (change) => {
    const { account } = 'entry' in change ? change.entry : change.pending;
    setNewest((known) => ({ ...known, [account]: change.availableMinor }));
  });

  const accounts = data.accounts.map((one) => ({
    ...one,
    name: format.booked(one.name),
    availableMinor: newest[one.id] ?? one.availableMinor,
  }));
  const [first] = accounts;
  const from = accounts.find(({ id }) => id === draft?.from) ?? first;
  const amountMinor = draft && (amountSent(draft) ?? readAmount(draft.amount, format.locale));
  const step = draft ? stepFor(draft, wanted, amountMinor !== null) : null;
  useFocusOfStep(step);
  if (!draft || !from || !step) return <Frame words={words} step="amount" />;

  const nameOf = ({ payee }: Draft): string =>
    payee?.kind === 'other' ? payee.name : (accounts.find(({ id }) => id === payee?.account)?.name ?? '');
  /** A draft of its own, at an address that asks for none. */
  function turnTo(another: () => void) {
    another();
    history.replaceState({}, '', '/pay');
    document.querySelector<HTMLElement>('[data-focus]')?.focus();
  }
  return (
    <PayContext
      value={{
        ...data,
        ...{ words, accounts, draft, from, amountMinor },
        payeeName: nameOf(draft),
        edit: (some: Partial<Typed>) => keep(edited(draft, some)),
        go,
      }}
    >
      <Frame
        words={words}
        step={step}
        onBack={() => goBack(step)}
        onRestart={draft.moving || !(draft.amount || draft.payee) ? undefined : () => turnTo(restart)}
      >
        {step === 'amount' && waiting && (
          <Waiting draft={waiting} name={nameOf(waiting)} onTurn={() => turnTo(goOnWithWaiting)} />
        )}
        {step === 'amount' && <AmountStep />}
        {step === 'payee' && <PayeeStep />}
        {step === 'new' && <NewPayee />}
        {step === 'review' && (
          <ReviewStep
            keep={keep}
            onSent={(id) => {
              end();
              router.replace(`/pay/${id}`);
            }}
          />
        )}
      </Frame>
    </PayContext>
  );
}

const BEFORE = { amount: 'amount', payee: 'amount', new: 'payee', review: 'payee' } as const;

/** The address of a step, on top of the one before it; pressed twice, once. */
function go(step: Step): void {
  const address = `/pay?step=${step}`;
  if (!location.href.endsWith(address)) history.pushState({ paying: true }, '', address);
}

/** As the browser's Back, also where this step was the first one that was opened. */
function goBack(step: Step): void {
  if ((history.state as { paying?: boolean } | null)?.paying) history.back();
  else history.replaceState({}, '', `/pay?step=${BEFORE[step]}`);
}

/** A step that was gone to has the focus at its heading or its one field, and is seen from its top. */
function useFocusOfStep(step: Step | null): void {
  const before = useRef<Step | null>(null);
  useEffect(() => {
    if (!step || before.current === step) return;
    const isFirst = before.current === null;
    before.current = step;
    if (isFirst && step !== 'amount') return;
    document.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [step]);
}

function Frame({
  words,
  step,
  onBack,
  onRestart,
  children,
}: {
  words: PayWords;
  step: Step;
  onBack?: () => void;
  /** Not there while there is nothing to drop. */
  onRestart?: (() => void) | undefined;
  /** Nothing until the page's scripts are there. */
  children?: ReactNode;
}) {
  const { state } = useLiveStatus();
  const isOffline = state === 'offline';
  const look =
    'flex size-11 shrink-0 items-center justify-center rounded-full text-ink-soft hover:bg-sunken hover:text-ink';
  return (
    <div className="mx-auto max-w-[30rem]">
      <div className="mb-2 flex items-center gap-1 pt-1">
        {step === 'amount' || !onBack ? (
          <Link href="/overview" prefetch={false} aria-label={words.cancel} className={look}>
            <BackIcon />
          </Link>
        ) : (
          <button type="button" aria-label={words.back} onClick={onBack} className={look}>
            <BackIcon />
          </button>
        )}
        <h1 className="grow text-title font-strong">{words.title}</h1>
        {onRestart && (
          <button
            type="button"
            onClick={onRestart}
            className="text-link min-h-11 px-3 text-small text-ink-soft"
          >
            {words.restart}
          </button>
        )}
      </div>
      <p role="status" className="mb-3 rounded-field bg-tint px-4 py-3 empty:hidden">
        {isOffline && words.offline}
      </p>
      {children ?? (
        <div className="card flex min-h-80 flex-col">
          <noscript>{words.noScript}</noscript>
        </div>
      )}
    </div>
  );
}
