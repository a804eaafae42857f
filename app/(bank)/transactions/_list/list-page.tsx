import { NoAccount } from '#app/_frame/no-account.tsx';
import { messages } from '#app/_words/server.ts';
import { AccountSwitcher } from '#app/(bank)/_details/account-switcher.tsx';
import type { DrawnDetails } from '#app/(bank)/_details/use-details.ts';
import { listHref } from '#app/(bank)/transactions/_filters/address.ts';
import type { TransactionsData } from '#app/(bank)/transactions/data.ts';
import { listWords } from '#app/(bank)/transactions/words.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { Transactions } from './transactions.tsx';

/** What the list's page and a transaction's page have in common: nearly all. */
export async function TransactionsPage({
  data,
  opened,
  drawn = null,
}: {
  data: TransactionsData | null;
  opened: EntryView | null;
  /** The account's whole number, where the address asks for it and the session may have it. */
  drawn?: DrawnDetails<string> | null;
}) {
  const all = await messages();
  const { frame, transactions } = all;
  if (!data) return <NoAccount title={transactions.title} />;
  const { accounts, account, start, now, ...initial } = data;
  const { id, name, number, currency } = account;
  const paramOf = (id: string) => (id === accounts[0]?.id ? null : id);
  return (
    <>
      <h1 className="sr-only">{transactions.title}</h1>
      <Transactions
        key={`${account.id} ${start.after}`}
        words={listWords(all)}
        account={{ id, name, number, currency, drawn }}
        accountParam={paramOf(account.id)}
        initial={initial}
        opened={opened}
        now={now}
        start={start}
      >
        <AccountSwitcher
          label={frame.accounts}
          accounts={accounts}
          current={account.id}
          endingIn={frame.endingIn}
          hrefOf={(id) => listHref(paramOf(id), {})}
        />
      </Transactions>
    </>
  );
}
