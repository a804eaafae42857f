import { DataTable } from '#app/_kit/data-table.tsx';
import type { Format } from '#app/_words/format.ts';

/** What a line of balances shows, as a table, the newest first. */
export function PointsTable({
  points,
  format,
  words,
}: {
  points: readonly { x: number; yMinor: number }[];
  format: Format;
  words: { chart: string; showTable: string; when: string; balance: string };
}) {
  return (
    <DataTable
      caption={words.chart}
      toggle={words.showTable}
      head={[words.when, words.balance]}
      rows={() => points.toReversed().map(({ x, yMinor }) => [`${x}`, format.full(x), format.money(yMinor)])}
    />
  );
}
