import { useEffect, useEffectEvent, useRef } from 'react';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { List } from './use-transactions.ts';

/** Begins to load this far before the end is seen, so that a thumb rarely waits. */
const AHEAD = '800px';

/** The end of the rows so far: loads older ones as it comes near, or by its button. */
export function ListEnd({ list }: { list: List }) {
  const { more, retry } = list;
  const { next, rows } = list.state;
  const busy = list.busy === 'more';
  const failed = list.failed === 'more';
  const words = useListWords().transactions;
  const end = useRef<HTMLDivElement>(null);
  const near = useEffectEvent(() => {
    if (!failed) more();
  });

  // Watched anew after each page: an observer reports changes, and a short page may leave the end in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!end.current || next === null) return;
    // A busy page is told of several changes at once, the newest last.
    const observer = new IntersectionObserver((changes) => changes.at(-1)?.isIntersecting && near(), {
      rootMargin: AHEAD,
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [next, rows.length]);

  if (next === null) return <p className="py-6 text-center text-small text-ink-soft">{words.end}</p>;
  return (
    <div ref={end} className="py-3">
      {failed && (
        <p role="alert" className="mb-2 text-center text-danger [text-wrap:balance]">
          {words.failed}.
        </p>
      )}
      <button type="button" className="button w-full" aria-disabled={busy} onClick={failed ? retry : more}>
        {busy ? words.loading : failed ? words.retry : words.more}
      </button>
    </div>
  );
}
