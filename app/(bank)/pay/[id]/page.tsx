import { pageData } from '#app/_access/page-error.ts';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { Title } from '#app/_frame/title.tsx';
import { messages } from '#app/_words/server.ts';
import { Receipt } from '#app/(bank)/pay/_receipt/receipt.tsx';
import { receiptData } from '#app/(bank)/pay/data.ts';

type Props = { params: Promise<{ id: string }> };

/** One payment of one's own: the receipt, and on its way until it is done. */
export default async function ReceiptPage({ params }: Props) {
  const session = await requireCustomerPage();
  const { id } = await params;
  const data = await pageData(() => receiptData(session, id));
  const { receipt } = await messages();
  return (
    <>
      <Title of={receipt.title} />
      <Receipt {...data} />
      <Lens page="receipt" narrow />
    </>
  );
}
