import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Formats } from '#app/_words/context.tsx';
import { en } from '#app/_words/en.ts';
import { startOf } from '#app/(bank)/transactions/_list/state.ts';
import { TotalsLine } from '#app/(bank)/transactions/_list/totals-line.tsx';
import { ListWordsContext } from '#app/(bank)/transactions/use-list-words.ts';
import { listWords } from '#app/(bank)/transactions/words.ts';
import type { PendingView } from '#lib/ledger/schema.ts';

const none = {
  count: 9,
  netMinor: 0,
  inMinor: 0,
  outMinor: 0,
  movedMinor: 0,
  pendingCount: 0,
  pendingMinor: 0,
};
const coffee: PendingView = {
  ...{ status: 'pending', account: 'a_0123456789', id: 'p1', counterparty: 'Lumen', description: 'Coffee' },
  ...{ category: 'coffee', type: 'card', amountMinor: -4_20, at: 1, expiresAt: 2 },
};
function drawn(totals: typeof none, pending: PendingView[] = []): string {
  const page = { items: [], next: null, pending };
  const state = startOf({ filter: {}, page, totals, lastDay: null });
  return renderToStaticMarkup(
    <Formats language="en" timeZone="UTC">
      <ListWordsContext value={listWords(en)}>
        <TotalsLine state={state} onExport={() => {}} />
      </ListWordsContext>
    </Formats>,
  );
}

test('the sums are of what is booked, with what is pending beside them', () => {
  const shop = { ...coffee, id: 'p2', amountMinor: -41_00 };
  expect(drawn({ ...none, outMinor: 12_00 }, [coffee, shop])).toContain('and 2 pending, 45.20');
  expect(drawn(none)).not.toContain('pending');
});
