import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { eventually } from '#app/_client/eventually.ts';
import { classes } from '#app/_kit/class-names.ts';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';
import type { OverviewState } from '#app/(bank)/overview/overview-state.ts';
import type { BelowFoldProps } from './below-fold-cards.tsx';

const BelowFoldCards = lazy(() => eventually(() => import('./below-fold-cards.tsx')));

/** How far ahead of being visible the cards are fetched. */
const AHEAD = '200px';

const EMPTY = 'min-h-54 sm:min-h-44 lg:min-h-58';
const SHORT = 'min-h-47 sm:min-h-36';

/** The min heights of the cards, with which nothing moves when they arrive. */
const sizesOf = ({ months }: OverviewState) => ({
  spenders: months.some(({ outMinor }) => outMinor > 0) ? 'min-h-130 lg:min-h-134' : EMPTY,
  months: months.length > 0 ? 'min-h-98' : EMPTY,
  regular: months.length > 0 ? 'min-h-108' : SHORT,
});

const SPANS = { spenders: 'lg:col-span-2', months: '', regular: 'lg:col-span-3' } as const;

/** The cards below the fold, fetched when they come near; until then there is grey of their sizes, which keeps still. */
export function BelowFold(props: BelowFoldProps) {
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!box.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const sizes = sizesOf(props.state);
  return (
    <div ref={box} className="grid gap-3 lg:col-span-3 lg:grid-cols-3 lg:gap-6">
      {near ? (
        <Suspense fallback={<Skeletons sizes={sizes} loading />}>
          <BelowFoldCards {...props} sizes={sizes} />
        </Suspense>
      ) : (
        <Skeletons sizes={sizes} />
      )}
    </div>
  );
}

function Skeletons({ sizes, loading = false }: { sizes: ReturnType<typeof sizesOf>; loading?: boolean }) {
  const words = useWords();
  return (['spenders', 'months', 'regular'] as const).map((name) => (
    <section
      key={name}
      className={classes('card flex flex-col gap-4', SPANS[name], sizes[name])}
      aria-label={words[name]}
      aria-busy="true"
    >
      <h2 className="font-strong">{words[name]}</h2>
      <div className={classes('grow', loading ? 'skeleton' : 'blank')} />
    </section>
  ));
}
