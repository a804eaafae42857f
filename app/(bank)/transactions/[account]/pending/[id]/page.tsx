import { redirect } from 'next/navigation';
import { drawnNumber } from '#app/_access/own-number.ts';
import { pageData } from '#app/_access/page-error.ts';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { requestLanguage } from '#app/_words/server.ts';
import { detailHref } from '#app/(bank)/transactions/_filters/address.ts';
import { TransactionsPage } from '#app/(bank)/transactions/_list/list-page.tsx';
import { pendingData, transactionsData } from '#app/(bank)/transactions/data.ts';

type Props = { params: Promise<{ account: string; id: string }>; searchParams: Promise<SearchParams> };

/** A pending transaction beside the list; once it is booked, its address leads on to the entry. */
export default async function PendingPage({ params, searchParams }: Props) {
  const session = await requireCustomerPage();
  const { account, id } = await params;
  const [query, language] = await Promise.all([searchParams, requestLanguage()]);
  const data = await pageData(() => transactionsData(session, query, language));
  // After the list: the live log goes on from before this is read.
  const found = await pageData(() => pendingData(session, account, id.replaceAll('%3A', ':')));
  if ('seq' in found)
    redirect(detailHref({ account, seq: found.seq }, data?.narrowed ?? null, data?.filter ?? {}));
  const drawn = await pageData(() => drawnNumber(session, account, query));
  return <TransactionsPage data={data} drawn={{ account, number: drawn }} opened={found.pending} />;
}
