import Link from 'next/link';
import { classes } from '#app/_kit/class-names.ts';
import { useFormat } from '#app/_words/context.tsx';
import { named } from '#app/(staff)/_shared/names.ts';
import { consoleHref } from '#app/(staff)/staff/(sessions)/_query/address.ts';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';
import type { Counts } from '#lib/staff/session-counts.ts';

/** The largest first. */
const ranked = (counts: Record<string, number>): [key: string, count: number][] =>
  Object.entries(counts).sort(([, one], [, other]) => other - one);

/** How many match by role and by device; each count narrows the question to itself, and again widens it. */
export function Facets({ counts }: { counts: Counts }) {
  const { words } = useConsole();
  return (
    <section aria-label={words.facets} className="grid min-w-0 gap-3 lg:gap-4">
      <Facet title={words.byRole} name="role" counts={counts.byRole} names={words.roles} />
      <Facet title={words.byKind} name="kind" counts={counts.byKind} names={words.kinds} />
    </section>
  );
}

type FacetProps = {
  title: string;
  name: 'role' | 'kind';
  counts: Record<string, number>;
  names: Record<string, string>;
};

function Facet({ title, name, counts, names }: FacetProps) {
  const { words, query } = useConsole();
  const format = useFormat();
  const id = `facet-${name}`;
  const chosen = query[name];
  // The chosen one stays to be taken off, without a match, too.
  const counted = ranked(chosen && !(chosen in counts) ? { ...counts, [chosen]: 0 } : counts);
  if (counted.length === 0) return null;
  return (
    // On a phone a chip says which one is chosen, and nothing is left to choose.
    <div className={classes('min-w-0', chosen && 'max-lg:hidden')}>
      <h2 id={id} className="text-small text-ink-soft">
        {title}
      </h2>
      <ul
        aria-labelledby={id}
        data-testid={id}
        className="mt-1 flex flex-wrap gap-1.5 lg:flex-col lg:gap-0.5"
      >
        {counted.map(([key, count]) => {
          const on = key === chosen;
          return (
            <li key={key}>
              <Link
                href={consoleHref({ ...query, [name]: on ? '' : key })}
                prefetch={false}
                scroll={false}
                aria-current={on ? 'true' : undefined}
                className={classes(
                  'flex min-h-11 items-center justify-between gap-3 rounded-field border px-3 outline-offset-[-2px] lg:min-h-9',
                  on
                    ? 'border-edge bg-raised font-strong'
                    : 'border-line hover:bg-sunken lg:border-transparent',
                )}
              >
                <span className="min-w-0 truncate">{named(names, key)}</span>
                <span className="figures text-ink-soft">
                  {format.count(count)}
                  <span className="sr-only">, {on ? words.notOnly : words.only}</span>
                  {on && <span aria-hidden="true"> ✕</span>}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
