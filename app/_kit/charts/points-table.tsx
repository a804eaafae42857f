'use client';
import { DataTable } from '#app/_kit/data-table.tsx';
import { useFormat } from '#app/_words/context.tsx';

/** What a line of balances shows, as a table, the newest first. */
export function PointsTable({
  points,
  words,
}: {
  points: readonly { x: number; yMinor: number }[];
  words: { chart: string; showTable: string; when: string; balance: string };
}) {
  const format = useFormat();
  return (
    <DataTable
      caption={words.chart}
      toggle={words.showTable}
      head={[words.when, words.balance]}
      rows={() => points.toReversed().map(({ x, yMinor }) => [`${x}`, format.full(x), format.money(yMinor)])}
    />
  );
}
