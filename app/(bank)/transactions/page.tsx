import { type PageParams, transactionsData } from '#app/_data/transactions.ts';
import { pageData } from '#app/_page-error.ts';
import { requireCustomerPage } from '#app/_session.ts';
import { titled } from '#app/_ui/messages/server.ts';
import { TransactionsPage } from '#app/_ui/transactions/page.tsx';

export const generateMetadata = titled((words) => words.transactions.title);

type Props = { searchParams: Promise<PageParams> };

/** The list of `?account=` (or the first), narrowed by the filter in the address. */
export default async function ListPage({ searchParams }: Props) {
  const session = await pageData(requireCustomerPage);
  const params = await searchParams;
  const data = await pageData(() => transactionsData(session, params));
  return <TransactionsPage data={data} opened={null} />;
}
