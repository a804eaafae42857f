import Link from 'next/link';
import { useId } from 'react';
import type { Ranking } from '#app/_kit/charts/ranking.ts';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { Toolbar } from '#app/(bank)/overview/_overview/toolbar.tsx';
import { useWords } from '#app/(bank)/overview/_overview/use-words.ts';

/** Written out, so that Tailwind finds each of them; the same order as the slices. */
const BARS = ['fill-rank-1', 'fill-rank-2', 'fill-rank-3', 'fill-rank-4', 'fill-rank-5'] as const;
const OTHER_BAR = 'fill-rank-other';
const LOOK = 'flex w-full min-h-11 flex-col justify-center rounded-field py-1.5 text-left text-small';

/**
 * Names as bars by amount, each a link to its transactions. "Other" has no transactions of its own: it opens the names
 * whose amounts it sums up.
 */
export function Breakdown({
  label,
  ranking: { top, others, otherMinor },
  nameOf = (name) => name,
  hrefOf,
  noteOf = () => null,
  open,
  onOpen,
}: {
  label: string;
  ranking: Ranking;
  /** What a name is called. */
  nameOf?: (name: string) => string;
  hrefOf: (name: string) => string;
  /** A few words below a name. */
  noteOf?: (name: string, amountMinor: number) => string | null;
  /** Whether the names of Other are shown. */
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const format = useFormat();
  const words = useWords();
  const id = useId();
  const max = Math.max(top[0]?.amountMinor ?? 0, otherMinor);
  return (
    <div className="w-full min-w-0 self-stretch">
      <Toolbar label={label}>
        <ol data-testid="ranked">
          {top.map(({ name, amountMinor }, index) => (
            <li key={name}>
              <Link href={hrefOf(name)} prefetch={false} className={`${LOOK} hover:bg-sunken`}>
                <Row
                  name={nameOf(name)}
                  amountMinor={amountMinor}
                  note={noteOf(name, amountMinor)}
                  part={amountMinor / max}
                  bar={BARS[index] ?? OTHER_BAR}
                />
              </Link>
            </li>
          ))}
          {others.length > 0 && (
            <li>
              <button
                type="button"
                aria-expanded={open}
                aria-controls={id}
                onClick={() => onOpen(!open)}
                className={`${LOOK} cursor-pointer hover:bg-sunken`}
              >
                <Row
                  name={`${words.other} (${format.count(others.length)})`}
                  amountMinor={otherMinor}
                  note={null}
                  part={otherMinor / max}
                  bar={OTHER_BAR}
                  open={open}
                />
              </button>
            </li>
          )}
        </ol>
      </Toolbar>
      <div id={id} hidden={!open}>
        {open && (
          <Toolbar label={fill(words.others, { amount: format.money(otherMinor) })}>
            <ul className="max-h-72 overflow-y-auto border-t border-line" data-testid="others">
              {others.map(({ name, amountMinor }) => (
                <li key={name}>
                  <Link
                    href={hrefOf(name)}
                    prefetch={false}
                    className="flex min-h-11 items-center justify-between gap-2 rounded-field px-1 text-small outline-offset-[-2px] hover:bg-sunken"
                  >
                    <span className="truncate">{nameOf(name)}</span>
                    <span className="figures">{format.money(amountMinor)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </Toolbar>
        )}
      </div>
    </div>
  );
}

function Row({
  name,
  amountMinor,
  note,
  part,
  bar,
  open,
}: {
  name: string;
  amountMinor: number;
  note: string | null;
  part: number;
  bar: string;
  /** Set for the row that opens. */
  open?: boolean;
}) {
  const format = useFormat();
  return (
    <>
      <span className="flex w-full justify-between gap-2">
        <span className="truncate">
          {name}
          {open !== undefined && (
            <span aria-hidden="true" className="ml-1 text-ink-soft">
              {open ? '▴' : '▾'}
            </span>
          )}
        </span>
        <span className="figures">{format.money(amountMinor)}</span>
      </span>
      {/* A width as an attribute of SVG: a strict CSP refuses style attributes in the server's HTML. */}
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" className="mt-1 h-1 w-full">
        <rect width={(100 * part).toFixed(2)} height="4" className={bar} />
      </svg>
      {note && <span className="mt-0.5 text-ink-soft">{note}</span>}
    </>
  );
}
