import type { Catalogue } from '#app/_words/catalogue.ts';
import type { Format } from '#app/_words/format.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

/** Oldest first. */
export function StatementTable({
  entries,
  format,
  words,
  types,
}: {
  entries: readonly EntryView[];
  format: Format;
  words: Catalogue['statement'];
  types: Catalogue['types'];
}) {
  return (
    <table className="w-full border-collapse text-left text-small">
      <thead>
        <tr className="border-b border-edge align-bottom whitespace-nowrap">
          <th className="py-2 pr-3 font-strong">{words.date}</th>
          <th className="py-2 pr-3 font-strong">{words.description}</th>
          <th className="py-2 text-right font-strong whitespace-nowrap sm:pr-3 print:pr-3">{words.amount}</th>
          <th className="py-2 text-right font-strong max-sm:hidden print:table-cell">{words.balance}</th>
        </tr>
      </thead>
      <tbody>
        {entries.toReversed().map((entry) => (
          <tr key={entry.seq} className="break-inside-avoid border-b border-line align-top">
            <td className="py-2 pr-3 whitespace-nowrap">{format.shortWithYear(entry.at)}</td>
            <td className="py-2 pr-3">
              {format.booked(entry.counterparty)}
              <span className="block text-ink-soft">
                {types[entry.type]} · {format.said(entry)}
              </span>
            </td>
            <td className="hideable figures py-2 text-right sm:pr-3 print:pr-3">
              <span>{format.signed(entry.amountMinor)}</span>
            </td>
            <td className="hideable figures py-2 text-right max-sm:hidden print:table-cell">
              <span>{format.money(entry.balanceAfterMinor)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
