import Link from 'next/link';
import type { ReactNode } from 'react';
import { CategoryIcon } from '#app/_kit/category-icon.tsx';
import type { Ranking, Spend } from '#app/_kit/charts/ranking.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { Toolbar } from '#app/(bank)/overview/_overview/toolbar.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';

/** Written out, so that Tailwind finds each of them; the same order as the slices. */
const BARS = ['fill-rank-1', 'fill-rank-2', 'fill-rank-3', 'fill-rank-4', 'fill-rank-5'] as const;
const OTHER_BAR = 'fill-rank-other';
/** Of Other, said in its row. */
const MAX_NAMED = 3;

/** The category whose merchants are shown, and whether those of Other are. */
export type Opened = { category: string | null; others: boolean };

/**
 * Categories as bars by amount. Each opens its merchants, and each of those its transactions; Other says what is in it, and
 * opens it.
 */
export function Breakdown({
  label,
  ranking: { top, others, otherMinor },
  nameOf,
  noteOf,
  merchantsOf,
  hrefOf,
  opened,
  onOpened,
}: {
  label: string;
  ranking: Ranking;
  /** What a category is called. */
  nameOf: (category: string) => string;
  /** A few words below a category. */
  noteOf: (category: Spend) => string;
  merchantsOf: (category: string) => readonly Spend[];
  hrefOf: (filter: { category: string; counterparty?: string }) => string;
  opened: Opened;
  onOpened: (opened: Opened) => void;
}) {
  const format = useFormat();
  const words = useWords();
  const max = Math.max(top[0]?.amountMinor ?? 0, otherMinor);
  const row = (category: Spend, bar: string) => {
    const { name, amountMinor } = category;
    const open = opened.category === name;
    return (
      <li key={name}>
        <Row
          icon={<CategoryIcon category={name} />}
          name={nameOf(name)}
          amountMinor={amountMinor}
          note={noteOf(category)}
          part={amountMinor / max}
          bar={bar}
          open={open}
          onOpen={(category) => onOpened({ ...opened, category: category ? name : null })}
        />
        {open && (
          <ul className="mb-2 ml-13" data-testid="merchants">
            {merchantsOf(name).map((merchant) => (
              <li key={merchant.name}>
                <Behind href={hrefOf({ category: name, counterparty: merchant.name })}>
                  <span className="truncate">{format.booked(merchant.name)}</span>
                  <span className="figures">{format.money(merchant.amountMinor)}</span>
                </Behind>
              </li>
            ))}
            <li>
              <Behind href={hrefOf({ category: name })}>
                <span className="text-link">{fill(words.allOf, { name: nameOf(name) })}</span>
              </Behind>
            </li>
          </ul>
        )}
      </li>
    );
  };
  const named = others.slice(0, MAX_NAMED).map(({ name }) => nameOf(name));
  return (
    <Toolbar label={label} className="w-full min-w-0 self-stretch">
      <ol data-testid="ranked">
        {top.map((category, index) => row(category, BARS[index] ?? OTHER_BAR))}
        {others.length > 0 && (
          <li>
            <Row
              icon={
                <span
                  aria-hidden="true"
                  className="figures flex size-10 items-center justify-center rounded-full bg-sunken text-small"
                >
                  +{format.count(others.length)}
                </span>
              }
              name={words.other}
              amountMinor={otherMinor}
              note={[...named, ...(others.length > MAX_NAMED ? ['…'] : [])].join(', ')}
              part={otherMinor / max}
              bar={OTHER_BAR}
              open={opened.others}
              onOpen={(others) => onOpened({ ...opened, others })}
            />
          </li>
        )}
        {opened.others && others.map((category) => row(category, OTHER_BAR))}
      </ol>
    </Toolbar>
  );
}

const Behind = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    href={href}
    prefetch={false}
    className="flex min-h-11 items-center justify-between gap-2 rounded-field px-1 text-small outline-offset-[-2px] hover:bg-sunken"
  >
    {children}
  </Link>
);

function Row({
  icon,
  name,
  amountMinor,
  note,
  part,
  bar,
  open,
  onOpen,
}: {
  icon: ReactNode;
  name: string;
  amountMinor: number;
  note: string;
  part: number;
  bar: string;
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const format = useFormat();
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={() => onOpen(!open)}
      className="grid w-full grid-cols-[2.5rem_minmax(0,1fr)] items-center gap-3 rounded-field py-1.5 text-left text-small hover:bg-sunken"
    >
      {icon}
      <span className="min-w-0">
        <span className="flex justify-between gap-2">
          <span className="truncate">
            {name}
            <span aria-hidden="true" className="ml-1 text-ink-soft">
              {open ? '▴' : '▾'}
            </span>
          </span>
          <span className="figures">{format.money(amountMinor)}</span>
        </span>
        {/* A width as an attribute of SVG: a strict CSP refuses style attributes in the server's HTML. */}
        <svg
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          aria-hidden="true"
          className="my-1 block h-1 w-full"
        >
          <rect width={(100 * part).toFixed(2)} height="4" className={bar} />
        </svg>
        <span className="block text-ink-soft">{note}</span>
      </span>
    </button>
  );
}
