'use client';
import { useEffect } from 'react';
import { Notice } from '#app/_kit/notice.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useWords } from '#app/_words/context.tsx';

/** The digest that server code gives to an error that means "could not be asked"; see app/_access/page-error.ts. */
const AWAY = 'redis_unavailable';
const TRY_AGAIN_MS = 2000;

const digestOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : null;

/** A page that could not be drawn. While the bank is away it tries again by itself; else the customer decides. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const words = useWords('errors');
  const digest = digestOf(error);
  const away = digest === AWAY;

  useEffect(() => {
    if (!away) return;
    const timer = setInterval(retry, TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [away, retry]);

  return (
    <Notice urgent title={away ? words.awayTitle : words.failedTitle} text={away ? words.away : words.failed}>
      <button type="button" className="button button-primary" onClick={retry}>
        {words.retry}
      </button>
      {digest && !away && <p className="text-small text-ink-soft">{fill(words.reference, { digest })}</p>}
    </Notice>
  );
}
