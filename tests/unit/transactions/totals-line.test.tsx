import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Formats } from '#app/_words/context.tsx';
import { en } from '#app/_words/en.ts';
import { startOf } from '#app/(bank)/transactions/_list/state.ts';
import { TotalsLine } from '#app/(bank)/transactions/_list/totals-line.tsx';
import { ListWordsContext } from '#app/(bank)/transactions/use-list-words.ts';
import { listWords } from '#app/(bank)/transactions/words.ts';
import type { Filter } from '#lib/search/filter.ts';

const totals = { count: 9, netMinor: 0, inMinor: 0, outMinor: 0, movedMinor: 0, heldMinor: 0 };
function drawn(filter: Filter, accountParam: string | null = null): string {
  const state = startOf({ filter, page: { items: [], next: null }, totals, lastDay: null });
  const filtering = { filter, phrases: [], accountParam, now: 0, onChange: () => {} };
  return renderToStaticMarkup(
    <Formats language="en" timeZone="UTC">
      <ListWordsContext value={listWords(en)}>
        <TotalsLine state={state} filtering={filtering} onExport={() => {}} />
      </ListWordsContext>
    </Formats>,
  );
}

test('a list of all there is leads to what is booked, of the same account, and one that is filtered does not', () => {
  expect(drawn({})).toContain('href="/transactions?direction=booked"');
  expect(drawn({}, 'a_1')).toContain('href="/transactions?account=a_1&amp;direction=booked"');
  for (const filter of [{ direction: 'booked' } as const, { q: 'coffee' }])
    expect(drawn(filter)).not.toContain(en.transactions.bookedOnly);
});
