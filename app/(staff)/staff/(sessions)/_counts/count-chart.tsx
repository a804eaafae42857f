import { fill } from '#app/_words/catalogue.ts';
import { messages, requestFormat } from '#app/_words/server.ts';
import { named } from '#app/(staff)/_shared/names.ts';
import { countWords } from '#app/(staff)/staff/(sessions)/words.ts';
import { CountFigure, type CountRow } from './count-figure.tsx';
import { type Counts, ranked } from './facets.tsx';

/** The counts as bars: a name, one sentence, and a table behind a toggle that say the same. */
export async function CountChart({
  total,
  byRole,
  byKind,
}: {
  total: number;
  byRole: Counts;
  byKind: Counts;
}) {
  const all = await messages();
  const format = await requestFormat();
  const words = all.staff;
  const roles = ranked(byRole).map(
    ([key, count]): CountRow => ({ group: 'role', name: named(words.roles, key), count }),
  );
  const kinds = ranked(byKind).map(
    ([key, count]): CountRow => ({ group: 'kind', name: named(words.kinds, key), count }),
  );
  const [[role], [kind]] = [roles, kinds];
  return (
    <section className="card min-w-0 !p-4" aria-labelledby="count-chart">
      <h2 id="count-chart" className="text-small font-strong">
        {words.chart}
      </h2>
      {role && kind ? (
        <CountFigure rows={[...roles, ...kinds]} total={total} words={countWords(all)}>
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
