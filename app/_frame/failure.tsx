'use client';
import { createContext, type ReactNode, useEffect } from 'react';
import { Notice } from '#app/_kit/notice.tsx';
import { useProvided } from '#app/_kit/use-provided.ts';
import { type Catalogue, fill } from '#app/_words/catalogue.ts';

/** The digest that server code gives to an error that means "could not be asked"; see app/_access/page-error.ts. */
const UNAVAILABLE = 'redis_unavailable';
const TRY_AGAIN_MS = 2000;

const digestOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : null;

type Words = Omit<Catalogue['errors'], 'notFoundTitle' | 'notFound' | 'toOverview'>;

const FailureContext = createContext<Words | null>(null);

/** The words of failures, for all of a page: what draws a failure is given nothing by a server component. */
export const FailureWords = ({ words, children }: { words: Words; children: ReactNode }) => (
  <FailureContext value={words}>{children}</FailureContext>
);

/** A page that could not be drawn. While the bank is unavailable it retries by itself; else the customer decides. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const words = useProvided(FailureContext);
  const digest = digestOf(error);
  const unavailable = digest === UNAVAILABLE;

  useEffect(() => {
    if (!unavailable) return;
    const timer = setInterval(retry, TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [unavailable, retry]);

  return (
    <Notice
      urgent
      title={unavailable ? words.unavailableTitle : words.failedTitle}
      text={unavailable ? words.unavailable : words.failed}
    >
      <button type="button" className="button button-primary" onClick={retry}>
        {words.retry}
      </button>
      {digest && !unavailable && (
        <p className="text-small text-ink-soft">{fill(words.reference, { digest })}</p>
      )}
    </Notice>
  );
}
