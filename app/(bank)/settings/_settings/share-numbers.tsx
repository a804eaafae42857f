'use client';
import { useState, useSyncExternalStore } from 'react';
import { bank } from '#app/_client/bank.ts';
import { Fact } from '#app/_kit/fact.tsx';
import { BookedText } from '#app/_words/context.tsx';
import { AccountNumber } from '#app/(bank)/_details/account-number.tsx';
import { DetailsToggle } from '#app/(bank)/_details/toggle.tsx';
import { type DrawnDetails, useDetails } from '#app/(bank)/_details/use-details.ts';
import type { ShareWords } from '#app/(bank)/settings/words.ts';

type Numbers = Record<string, string>;

/** What somebody needs to pay the customer; whole numbers are seen and copied as elsewhere, after the password. */
export function ShareNumbers({
  name,
  accounts,
  drawn,
  words,
}: {
  name: string;
  /** With masked numbers. */
  accounts: readonly { id: string; name: string; number: string }[];
  /** The whole, where the page asked for it and may have it. */
  drawn: DrawnDetails<Numbers> | null;
  words: ShareWords;
}) {
  const details = useDetails(
    () => bank.get('/api/accounts'),
    ({ items }): Numbers => Object.fromEntries(items.map(({ id, number }) => [id, number])),
    drawn,
  );
  const [copied, setCopied] = useState('');
  const mayCopy = useMayCopy();

  async function copy(number: string) {
    setCopied('');
    await navigator.clipboard.writeText(`${name}\n${number}`).then(
      () => setCopied(words.copied),
      () => undefined,
    );
  }

  return (
    <section className="card" aria-labelledby="share">
      <h2 id="share" className="font-strong">
        {words.shareTitle}
      </h2>
      <p className="mt-1 text-small text-ink-soft">{words.shareText}</p>
      <dl className="mt-2">
        <Fact name={words.shareName}>{name}</Fact>
        {accounts.map(({ id, name, number }) => {
          const whole = details.shown?.[id];
          return (
            <Fact key={id} name={<BookedText text={name} />}>
              <span className="flex items-center gap-3">
                <AccountNumber number={whole ?? number} endingIn={words.endingIn} />
                {whole && mayCopy && (
                  <button type="button" onClick={() => copy(whole)} className="text-link min-h-11 text-small">
                    {words.copy}
                  </button>
                )}
              </span>
            </Fact>
          );
        })}
      </dl>
      <DetailsToggle details={details} words={words} here="/settings" className="flex flex-col items-end" />
      <p role="status" className="text-small empty:hidden">
        {copied}
      </p>
    </section>
  );
}

/** Browsers have a clipboard over https and at localhost alone; nothing is promised before the scripts are there. */
const useMayCopy = (): boolean =>
  useSyncExternalStore(
    () => () => {},
    () => navigator.clipboard !== undefined,
    () => false,
  );
