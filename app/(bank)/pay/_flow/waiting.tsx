import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { readAmount } from '#app/(bank)/pay/_amount/typed-amount.ts';
import type { Draft } from './draft.ts';
import { usePay } from './use-pay.ts';

/** Another payment that was begun in this tab, and the way back to it. */
export function Waiting({
  draft,
  name,
  onTurn,
}: {
  draft: Draft;
  /** The payee's; empty while none is chosen. */
  name: string;
  onTurn: () => void;
}) {
  const { words, accounts } = usePay();
  const format = useFormat();
  const minor = readAmount(draft.amount, format.locale);
  const from = accounts.find(({ id }) => id === draft.from);
  const what = [minor === null || !from ? draft.amount : format.withCurrency(minor, from.currency), name];
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 rounded-field bg-tint px-4 py-1">
      <p className="min-w-0 pt-2 pb-1 [overflow-wrap:anywhere]">
        {fill(words.waiting, { what: what.filter(Boolean).join(', ') })}
      </p>
      <button type="button" className="text-link min-h-11" onClick={onTurn}>
        {words.goOn}
      </button>
    </div>
  );
}
