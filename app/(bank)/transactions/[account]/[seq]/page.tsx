import { drawnNumber } from '#app/_access/own-number.ts';
import { pageData } from '#app/_access/page-error.ts';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { requestLanguage } from '#app/_words/server.ts';
import { TransactionsPage } from '#app/(bank)/transactions/_list/list-page.tsx';
import { transactionData, transactionsData } from '#app/(bank)/transactions/data.ts';

type Props = { params: Promise<{ account: string; seq: string }>; searchParams: Promise<SearchParams> };

/** One transaction, beside the list where there is room; the address keeps the list's filter. */
export default async function DetailPage({ params, searchParams }: Props) {
  const session = await requireCustomerPage();
  const { account, seq } = await params;
  const [query, language] = await Promise.all([searchParams, requestLanguage()]);
  const [entry, data] = await pageData(() =>
    Promise.all([transactionData(session, account, seq), transactionsData(session, query, language)]),
  );
  const drawn = await pageData(() => drawnNumber(session, account, query));
  return <TransactionsPage data={data} drawn={{ account, number: drawn }} opened={entry} />;
}
