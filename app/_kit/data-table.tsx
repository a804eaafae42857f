import { useState } from 'react';

/** What a chart shows, as a table behind a toggle. Rows are made when it is first opened; each begins with its key. */
export function DataTable({
  caption,
  toggle,
  head,
  rows,
}: {
  caption: string;
  toggle: string;
  head: [first: string, ...others: string[]];
  rows: () => [key: string, first: string, ...others: string[]][];
}) {
  const [open, setOpen] = useState(false);
  return (
    <details className="mt-2 text-small" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="text-link inline-flex min-h-11 items-center text-ink-soft">{toggle}</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section tabIndex={0} aria-label={caption} className="max-h-80 overflow-y-auto">
          {/* A word is not broken to make a column narrower. */}
          <table className="w-full border-collapse [overflow-wrap:break-word]">
            <caption className="sr-only">{caption}</caption>
            <thead className="sticky top-0 bg-raised">
              <tr className="border-b border-line text-left">
                {head.map((title, column) => (
                  <th key={title} scope="col" className={column === 0 ? 'py-2' : 'py-2 pl-3 text-right'}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows().map(([key, first, ...others]) => (
                <tr key={key} className="border-b border-line">
                  <th scope="row" className="py-2 text-left font-normal">
                    {first}
                  </th>
                  {others.map((value, column) => (
                    <td key={head[column + 1]} className="py-2 pl-3 text-right tabular-nums">
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
