import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { eventually } from '#app/_client/eventually.ts';
import { classes } from '#app/_kit/class-names.ts';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { OverviewState } from '#app/(bank)/overview/state.ts';
import type { MoreProps } from './more-cards.tsx';
import { sizesOf } from './more-sizes.ts';

const MoreCards = lazy(() => eventually(() => import('./more-cards.tsx')));

/** So far ahead of being seen the cards are fetched. */
const AHEAD = '200px';

/** The cards below the fold, fetched when they come near; until then their places are kept at their sizes. */
export function More(props: MoreProps) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className="grid gap-3 lg:col-span-3 lg:grid-cols-3 lg:gap-6">
      {near ? (
        <Suspense fallback={<Waiting state={props.state} />}>
          <MoreCards {...props} />
        </Suspense>
      ) : (
        <Waiting state={props.state} />
      )}
    </div>
  );
}

/** As large as the cards are. */
function Waiting({ state }: { state: OverviewState }) {
  const words = useWords();
  const sizes = sizesOf(state);
  const places = [
    ['months', 'lg:col-span-2'],
    ['categories', ''],
    ['regular', 'lg:col-span-3'],
  ] as const;
  return places.map(([name, columns]) => (
    <section
      key={name}
      className={classes('card flex flex-col gap-4', columns, sizes[name])}
      aria-label={words[name]}
      aria-busy="true"
    >
      <h2 className="font-strong">{words[name]}</h2>
      <div className="skeleton grow" />
    </section>
  ));
}
