import { redirect } from 'next/navigation';
import { pageData } from '#app/_access/page-error.ts';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import { messages } from '#app/_words/server.ts';
import { PendingDetail } from '#app/(bank)/transactions/_detail/pending-detail.tsx';
import { pendingData } from '#app/(bank)/transactions/data.ts';

/** A pending transaction; once it is booked, its address leads on to the entry. */
export default async function PendingPage({ params }: { params: Promise<{ account: string; id: string }> }) {
  const session = await requireCustomerPage();
  const { account, id } = await params;
  const found = await pageData(() => pendingData(session, account, id));
  if ('seq' in found) redirect(`/transactions/${account}/${found.seq}`);
  const { detail, types, categories, frame } = await messages();
  return <PendingDetail {...found} words={{ ...detail, types, categories, frame }} />;
}
