import type { Posting } from '#lib/ledger/ledger-entry.ts';

/** Makes postings that can be told apart afterwards, each of `<name>-<n>` and of n minor units, in and out in turn. */
export function numberedPostings(name: string, agoMs = 0): () => Posting {
  let made = 0;
  return () => {
    made += 1;
    return {
      id: `${name}-${made}`,
      amountMinor: (made % 2 ? -1 : 1) * made,
      counterparty: `Shop ${made % 40}`,
      counterpartyAccount: '1111111111',
      description: 'Order',
      category: 'shopping',
      type: 'card',
      at: Date.now() - agoMs,
    };
  };
}
