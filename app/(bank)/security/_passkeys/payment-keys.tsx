'use client';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { type AnswerOf, bank } from '#app/_client/bank.ts';
import { useReturn, useSessionNews } from '#app/_client/live/use-live.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { Removing } from '#app/_frame/passkeys/removing.tsx';
import { NotConfirmed, useConfirming, useRefusal } from '#app/_frame/session/step-up.tsx';
import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useReload } from '#app/(bank)/security/_security/security.tsx';

type Keys = AnswerOf<'/api/payment-keys', 'GET'>;

/** The passkeys that pay others, what they may pay, and removing one, which is final and asked about. */
export function PaymentKeys({
  drawn,
  currency,
  words,
}: {
  drawn: Keys;
  currency: string;
  words: Catalogue['paymentKeys'];
}) {
  const format = useFormat();
  const confirming = useConfirming();
  const refusal = useRefusal();
  const onChanged = useReload();
  const reading = useLatestRequest();
  const [{ items, limits }, setKeys] = useState(drawn);
  const [removing, setRemoving] = useState<{ id: string; name: string } | null>(null);
  const [said, setSaid] = useState('');
  const [wrong, setWrong] = useState('');
  const busy = useRef(false);
  const heading = useRef<HTMLHeadingElement>(null);

  const reload = () =>
    reading.run(
      (signal) => bank.get('/api/payment-keys', { background: true, signal }),
      setKeys,
      () => {}, // What is shown stays.
    );
  useSessionNews(({ kind }) => {
    if (kind === 'passkey') reload();
  });
  useReturn(reload);

  async function remove(id: string, name: string) {
    setRemoving(null);
    if (busy.current) return;
    busy.current = true;
    setSaid('');
    setWrong('');
    try {
      await confirming(() => bank.delete('/api/payment-keys/:id', { params: { id } }));
      // The row and its button are about to go: the focus must not go with them.
      heading.current?.focus();
      setSaid(fill(words.removed, { name }));
      onChanged();
    } catch (error) {
      if (!(error instanceof NotConfirmed)) setWrong(fill(words.failed, { why: refusal(error) }));
    } finally {
      busy.current = false;
      await reload();
    }
  }

  const money = (minor: number) => format.withCurrency(minor, currency);
  return (
    <section id="payment-keys" className="card" aria-labelledby="payment-keys-title">
      <h2 id="payment-keys-title" ref={heading} tabIndex={-1} className="mb-1 font-strong">
        {words.title}
      </h2>
      <p className="text-small text-ink-soft">{items.length > 0 ? words.intro : words.none}</p>
      <p role="status" className="mt-2 rounded-field bg-tint px-4 py-3 empty:hidden">
        {said}
      </p>
      <p role="alert" className="mt-2 text-danger empty:hidden">
        {wrong}
      </p>
      <ul>
        {items.map(({ id, name, enrolledAt, usedAt }) => (
          <li key={id} data-payment-key={id} className="border-line py-3 not-last:border-b">
            <p className="font-strong break-words">{name}</p>
            <p className="text-small text-ink-soft">
              {fill(words.made, { when: format.short(enrolledAt) })},{' '}
              {usedAt ? fill(words.used, { when: format.short(usedAt) }) : words.unused}
            </p>
            <button
              type="button"
              className="button mt-2"
              aria-label={fill(words.removeOne, { name })}
              onClick={() => setRemoving({ id, name })}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      <Removing
        name={removing?.name ?? null}
        text={words.askText}
        words={words}
        onKeep={() => setRemoving(null)}
        onRemove={() => removing && remove(removing.id, removing.name)}
      />
      {items.length > 0 && (
        <p className="text-small text-ink-soft" data-testid="payment-limits">
          {fill(words.limits, {
            one: money(limits.perPaymentMinor),
            day: money(limits.perDayMinor),
            left: money(limits.leftTodayMinor),
          })}
        </p>
      )}
      <Link href="/pay" prefetch={false} className="text-link mt-2 inline-flex min-h-11 items-center">
        {words.setUp}
      </Link>
    </section>
  );
}
