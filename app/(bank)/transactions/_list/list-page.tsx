import { Lens } from '#app/_frame/lens/lens.tsx';
import { NoAccount } from '#app/_frame/no-account.tsx';
import { messages } from '#app/_words/server.ts';
import type { DrawnDetails } from '#app/(bank)/_details/use-details.ts';
import type { TransactionsData } from '#app/(bank)/transactions/data.ts';
import { listWords } from '#app/(bank)/transactions/words.ts';
import type { Row } from '#lib/ledger/schema.ts';
import { Transactions } from './transactions.tsx';

/** What the list's page and a transaction's page have in common: nearly all. */
export async function TransactionsPage({
  data,
  opened,
  drawn = null,
}: {
  data: TransactionsData | null;
  opened: Row | null;
  /** An account's whole number, where the address asks for it and the session may have it. */
  drawn?: { account: string; number: DrawnDetails<string> | null } | null;
}) {
  const all = await messages();
  const { transactions } = all;
  if (!data) return <NoAccount title={transactions.title} />;
  const { accounts, narrowed, start, now, ...initial } = data;
  return (
    <>
      <h1 className="sr-only">{transactions.title}</h1>
      <Transactions
        key={`${narrowed} ${start.after} ${JSON.stringify(start.categories)}`}
        words={listWords(all)}
        lens={<Lens page="transactions" folded />}
        accounts={accounts.map(({ id, name, number, currency }) => ({
          id,
          name,
          number,
          currency,
          drawn: drawn?.account === id ? drawn.number : null,
        }))}
        accountParam={narrowed}
        initial={initial}
        opened={opened}
        now={now}
        start={start}
      />
    </>
  );
}
