import { pageData } from '#app/_access/page-error.ts';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { requestLanguage } from '#app/_words/server.ts';
import { TransactionsPage } from '#app/(bank)/transactions/_list/list-page.tsx';
import { transactionsData } from '#app/(bank)/transactions/data.ts';

type Props = { searchParams: Promise<SearchParams> };

/** The list of `?account=`, or of all accounts, narrowed by the filter in the address. */
export default async function ListPage({ searchParams }: Props) {
  const session = await requireCustomerPage();
  const [params, language] = await Promise.all([searchParams, requestLanguage()]);
  const data = await pageData(() => transactionsData(session, params, language));
  return <TransactionsPage data={data} opened={null} />;
}
