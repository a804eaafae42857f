'use client';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { eventually } from '#app/_client/eventually.ts';
import { DataTable } from '#app/_kit/data-table.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat, useWords } from '#app/_words/context.tsx';
import { kindName, roleName } from '#app/(staff)/_shared/names.ts';

const CountBars = dynamic(() => eventually(() => import('#app/_kit/charts/count-bars.tsx')), { ssr: false });

type Counts = Record<string, number>;
type Row = { group: 'role' | 'kind'; key: string; name: string; count: number };

const ranked = (counts: Counts) => Object.entries(counts).sort(([, one], [, other]) => other - one);

/** The counts as bars: a name, one sentence, and a table behind a toggle that say the same. */
export function CountChart({ total, byRole, byKind }: { total: number; byRole: Counts; byKind: Counts }) {
  const words = useWords('staff');
  const format = useFormat();
  const rows = useMemo(
    (): Row[] => [
      ...ranked(byRole).map(
        ([key, count]): Row => ({ group: 'role', key, name: roleName(words, key), count }),
      ),
      ...ranked(byKind).map(
        ([key, count]): Row => ({ group: 'kind', key, name: kindName(words, key), count }),
      ),
    ],
    [words, byRole, byKind],
  );
  const role = rows.find(({ group }) => group === 'role');
  const kind = rows.find(({ group }) => group === 'kind');
  return (
    <section className="card min-w-0 !p-4" aria-labelledby="count-chart">
      <h2 id="count-chart" className="text-small font-strong">
        {words.chart}
      </h2>
      {role && kind ? (
        <>
          <div className="relative mt-2 h-56">
            <CountBars rows={rows} name={words.chart} />
          </div>
          <p className="mt-2 text-small text-ink-soft [text-wrap:pretty]" data-testid="chart-sentence">
            {fill(words.chartSentence, {
              role: role.name,
              roleCount: format.count(role.count),
              total: format.count(total),
              kind: kind.name,
              kindCount: format.count(kind.count),
            })}
          </p>
          <DataTable
            caption={words.chart}
            toggle={words.showTable}
            head={[words.group, words.sessions, words.share]}
            rows={() =>
              rows.map(({ group, key, name, count }) => [
                `${group} ${key}`,
                name,
                format.count(count),
                format.percent(count / total),
              ])
            }
          />
        </>
      ) : (
        <p className="mt-2 text-small text-ink-soft">{words.chartEmpty}</p>
      )}
    </section>
  );
}
