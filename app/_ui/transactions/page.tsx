import type { TransactionsData } from '#app/_data/transactions.ts';
import { AccountSwitcher } from '#app/_ui/frame/account-switcher.tsx';
import { Words } from '#app/_ui/messages/context.tsx';
import { messages, pick } from '#app/_ui/messages/server.ts';
import { Notice } from '#app/_ui/notice.tsx';
import type { EntryView } from '#lib/transactions/schema.ts';
import { listHref } from './address.ts';
import { Transactions } from './transactions.tsx';

/** What the list's page and a transaction's page have in common: nearly all. */
export async function TransactionsPage({
  data,
  opened,
}: {
  data: TransactionsData | null;
  opened: EntryView | null;
}) {
  const { frame, transactions } = await messages();
  if (!data) return <Notice title={frame.noAccountTitle} text={frame.noAccount} />;
  const { accounts, account, start, now, ...initial } = data;
  const paramOf = (id: string) => (id === accounts[0]?.id ? null : id);
  return (
    <Words
      words={
        await pick('transactions', 'filters', 'exports', 'types', 'categories', 'detail', 'note', 'searches')
      }
    >
      <h1 className="sr-only">{transactions.title}</h1>
      <Transactions
        key={`${account.id} ${start.after}`}
        account={{ id: account.id, name: account.name, number: account.number, currency: account.currency }}
        accountParam={paramOf(account.id)}
        {...{ initial, opened, now, start }}
      >
        <AccountSwitcher
          label={frame.accounts}
          accounts={accounts}
          current={account.id}
          hrefOf={(id) => listHref(paramOf(id), {})}
        />
      </Transactions>
    </Words>
  );
}
