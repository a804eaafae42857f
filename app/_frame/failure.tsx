'use client';
import { unstable_isUnrecognizedActionError as isUnknownAction } from 'next/navigation';
import { useEffect } from 'react';
import { isUnloaded } from '#app/_client/eventually.ts';
import { Notice } from '#app/_kit/notice.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useShared } from '#app/_words/context.tsx';
import { Title } from './title.tsx';

/** The digest that server code gives to an error that means "could not be asked"; see app/_access/page-error.ts. */
const UNAVAILABLE = 'redis_unavailable';
const TRY_AGAIN_MS = 2000;

const digestOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : null;

/**
 * A page that could not be drawn. While the bank is unavailable it retries by itself; else the customer decides. A page
 * of a build that is served no more asks for code and actions that are gone: trying again would meet the same.
 */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const { errors: words } = useShared();
  const digest = digestOf(error);
  const unavailable = digest === UNAVAILABLE;

  useEffect(() => {
    if (!unavailable) return;
    const timer = setInterval(retry, TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [unavailable, retry]);

  if (isUnloaded(error) || isUnknownAction(error)) {
    return (
      <>
        <Title of={words.updatedTitle} />
        <Notice urgent title={words.updatedTitle} text={words.updated}>
          <button type="button" className="button button-primary" onClick={() => location.reload()}>
            {words.reload}
          </button>
        </Notice>
      </>
    );
  }
  const title = unavailable ? words.unavailableTitle : words.failedTitle;
  return (
    <>
      <Title of={title} />
      <Notice urgent title={title} text={unavailable ? words.unavailable : words.failed}>
        <button type="button" className="button button-primary" onClick={retry}>
          {words.retry}
        </button>
        {digest && !unavailable && (
          <p className="text-small text-ink-soft">{fill(words.reference, { digest })}</p>
        )}
      </Notice>
    </>
  );
}
