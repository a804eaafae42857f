import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { PendingView } from '#lib/ledger/schema.ts';
import { useWords } from './use-words.ts';

/** What sums of bookings leave out, in a line of its own, which has its height without it too. */
export function AndPending({ pending }: { pending: readonly PendingView[] }) {
  const format = useFormat();
  const words = useWords();
  const minor = pending.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return (
    <span className="figures block min-h-5" data-testid="and-pending">
      {pending.length > 0 &&
        plural(format.locale, words.andPending, pending.length, { amount: format.money(Math.abs(minor)) })}
    </span>
  );
}
