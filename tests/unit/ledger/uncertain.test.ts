import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsAfter, type OpenHold, releaseOf, uncertainBy, uncertainMinor } from '#lib/ledger/holds.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';

const base: Omit<Posting, 'amountMinor' | 'type' | 'at'> = {
  ...{ id: 'x', counterparty: 'Shop', counterpartyAccount: '1', description: 'Order', category: 'pending' },
};

test('counted entry by entry as they come live, pending money in is what the open holds bring', () => {
  const some = fc.record({ amountMinor: fc.integer({ min: -9, max: 9 }).filter(Boolean), act: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(some), (acts) => {
      let open: readonly OpenHold[] = [];
      let counted = 0;
      for (const [seq, { amountMinor, act }] of acts.entries()) {
        const [hold] = open;
        const posting: Posting =
          act === 0 && hold
            ? releaseOf(hold, { id: 'y', at: seq + 1 })
            : { ...base, amountMinor, type: act === 1 ? 'card' : 'hold', at: seq + 1 };
        open = holdsAfter(open, posting, seq);
        counted += uncertainBy(posting);
        expect(counted).toBe(uncertainMinor(open));
      }
    }),
  );
});
