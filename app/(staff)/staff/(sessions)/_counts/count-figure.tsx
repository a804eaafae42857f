'use client';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { eventually } from '#app/_client/eventually.ts';
import { DataTable } from '#app/_kit/data-table.tsx';
import { useFormat } from '#app/_words/context.tsx';
import { useConsole } from '#app/(staff)/staff/(sessions)/use-console.ts';

const CountBars = dynamic(() => eventually(() => import('#app/_kit/charts/count-bars.tsx')), { ssr: false });

export type CountRow = { group: 'role' | 'kind'; name: string; count: number };

type Props = { rows: readonly CountRow[]; total: number; children: ReactNode };

/** Bars, a sentence (the children), and the table behind a toggle. */
export function CountFigure({ rows, total, children }: Props) {
  const { words } = useConsole();
  const format = useFormat();
  return (
    <>
      <div className="relative mt-2 h-56">
        <CountBars rows={rows} name={words.chart} />
      </div>
      {children}
      <DataTable
        caption={words.chart}
        toggle={words.showTable}
        head={[words.group, words.sessions, words.share]}
        rows={() =>
          rows.map(({ group, name, count }) => [
            `${group} ${name}`,
            name,
            format.count(count),
            format.percent(count / total),
          ])
        }
      />
    </>
  );
}
