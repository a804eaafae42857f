import Link from 'next/link';
import { RewrittenAmounts } from '#app/_frame/rewritten-amounts.tsx';
import { Hideable } from '#app/_kit/amount.tsx';
import { Fact } from '#app/_kit/fact.tsx';
import { Initial } from '#app/_kit/initial.tsx';
import { Mark } from '#app/_kit/mark.tsx';
import { PrintButton } from '#app/_kit/print-button.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { messages, requestFormat } from '#app/_words/server.ts';
import type { PaymentView } from '#lib/payments/payment.ts';
import { Following } from './following.tsx';
import { Outcome } from './outcome.tsx';
import { shownState } from './shown-state.ts';

/** What became of a payment, on the screen and on paper; while it is on its way, as it goes on. */
export async function Receipt({ payment, account }: { payment: PaymentView; account: string }) {
  const { receipt: words, frame } = await messages();
  const format = await requestFormat();
  const { id, state, to, reason, reference, amountMinor, currency } = payment;
  const shown = shownState(payment, Date.now());
  const isOpen = state === 'asked' || state === 'debited';
  const why = shown === 'refused' ? words.reasons[reason ?? 'expired'] : words.stateTexts[shown];
  return (
    <>
      <RewrittenAmounts hidden={format.hidden} />
      <Following id={id} isOpen={isOpen} />
      <article aria-labelledby="receipt" className="mx-auto max-w-[30rem] py-2">
        <div className="card print:border-0 print:p-0">
          <p className="mb-6 hidden items-center gap-2 font-strong print:flex">
            <Mark />
            {frame.bank}
          </p>
          <div
            aria-live="polite"
            aria-atomic="true"
            className="flex flex-col items-center gap-1 pb-4 text-center print:items-start print:text-left"
          >
            <span className="print:hidden">
              <Initial name={format.booked(to.name)} large />
            </span>
            <Outcome state={state}>{words.states[shown]}</Outcome>
            <p id="receipt-amount" className="text-display font-strong tracking-tight">
              <Hideable>{format.withCurrency(amountMinor, currency)}</Hideable>
            </p>
            <p id="receipt-to">{fill(words.toName, { name: format.booked(to.name) })}</p>
            <p id="receipt-why" className="mt-1 text-small text-ink-soft [text-wrap:balance]">
              {why}
            </p>
          </div>
          <dl className="border-t border-line">
            <Fact name={words.toNumber}>
              <span className="figures">{to.number}</span>
            </Fact>
            <Fact name={words.from}>
              {format.booked(account)} <span className="figures text-ink-soft">{payment.from.number}</span>
            </Fact>
            {reference && <Fact name={words.referenceName}>{reference}</Fact>}
            <Fact name={words.when}>{format.full(payment.debitedAt ?? payment.askedAt)}</Fact>
            <Fact name={words.payment}>
              <span className="figures text-small">{id}</span>
            </Fact>
          </dl>
        </div>
        <div className="mt-4 flex flex-wrap gap-3 px-2 print:hidden lg:px-0">
          <PrintButton look="button grow">{words.print}</PrintButton>
          {shown !== 'asked' && shown !== 'moving' && (
            <Link href={`/pay?again=${id}`} prefetch={false} className="button grow">
              {words.again}
            </Link>
          )}
          <Link href="/overview" prefetch={false} className="button button-primary grow basis-full !min-h-13">
            {words.done}
          </Link>
        </div>
      </article>
    </>
  );
}
