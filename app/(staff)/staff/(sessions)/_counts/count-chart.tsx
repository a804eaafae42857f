import { fill } from '#app/_words/catalogue.ts';
import { messages, requestFormat } from '#app/_words/server.ts';
import { named } from '#app/(staff)/_shared/names.ts';
import type { Counts } from '#lib/staff/session-counts.ts';
import { CountFigure, type CountRow } from './count-figure.tsx';
import { ranked } from './facets.tsx';

/** The counts as bars: a name, one sentence, and a table behind a toggle that say the same. */
export async function CountChart({ counts: { total, byRole, byKind } }: { counts: Counts }) {
  const { staff: words } = await messages();
  const format = await requestFormat();
  const rowsOf = (group: CountRow['group'], counts: Record<string, number>, names: Record<string, string>) =>
    ranked(counts).map(([key, count]): CountRow => ({ group, name: named(names, key), count }));
  const [roles, kinds] = [rowsOf('role', byRole, words.roles), rowsOf('kind', byKind, words.kinds)];
  const [[role], [kind]] = [roles, kinds];
  return (
    <section className="card min-w-0 !p-4" aria-labelledby="count-chart">
      <h2 id="count-chart" className="text-small font-strong">
        {words.chart}
      </h2>
      {role && kind ? (
        <CountFigure rows={[...roles, ...kinds]} total={total}>
          <p className="mt-2 text-small text-ink-soft [text-wrap:pretty]" data-testid="chart-sentence">
            {fill(words.chartSentence, {
              role: role.name,
              roleCount: format.count(role.count),
              total: format.count(total),
              kind: kind.name,
              kindCount: format.count(kind.count),
            })}
          </p>
        </CountFigure>
      ) : (
        <p className="mt-2 text-small text-ink-soft">{words.chartEmpty}</p>
      )}
    </section>
  );
}
