import { drawnNumber } from '#app/_data/own-number.ts';
import { type PageParams, transactionData, transactionsData } from '#app/_data/transactions.ts';
import { pageData } from '#app/_page-error.ts';
import { pageDetailsMs, requireCustomerPage } from '#app/_session.ts';
import { titled } from '#app/_ui/messages/server.ts';
import { TransactionsPage } from '#app/_ui/transactions/page.tsx';

export const generateMetadata = titled((words) => words.detail.title);

type Props = { params: Promise<{ account: string; seq: string }>; searchParams: Promise<PageParams> };

/** One transaction, beside the list where there is room; the address keeps the list's filter. */
export default async function DetailPage({ params, searchParams }: Props) {
  const session = await pageData(requireCustomerPage);
  const { account, seq } = await params;
  const query = await searchParams;
  const [{ entry }, data] = await pageData(() =>
    Promise.all([transactionData(session, account, seq), transactionsData(session, { ...query, account })]),
  );
  const drawn = await pageData(async () =>
    drawnNumber(session, account, await pageDetailsMs(session, query)),
  );
  return <TransactionsPage {...{ data, drawn }} opened={entry} />;
}
