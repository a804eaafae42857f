import { drawnNumber } from '#app/_data/own-number.ts';
import { statementData } from '#app/_data/statement.ts';
import type { PageParams } from '#app/_data/transactions.ts';
import { pageData } from '#app/_page-error.ts';
import { pageDetailsMs, requireCustomerPage } from '#app/_session.ts';
import { Words } from '#app/_ui/messages/context.tsx';
import { messages, pick, titled } from '#app/_ui/messages/server.ts';
import { Notice } from '#app/_ui/notice.tsx';
import { Statement } from '#app/_ui/statement/statement.tsx';

export const generateMetadata = titled((words) => words.statement.title);

type Props = { searchParams: Promise<PageParams> };

/** The list of the same address as a statement, all of it at once, to be printed. */
export default async function StatementPage({ searchParams }: Props) {
  const session = await pageData(requireCustomerPage);
  const params = await searchParams;
  const data = await pageData(() => statementData(session, params));
  const { frame } = await messages();
  if (!data) return <Notice title={frame.noAccountTitle} text={frame.noAccount} />;
  const drawn = await pageData(async () =>
    drawnNumber(session, data.account.id, await pageDetailsMs(session, params)),
  );
  return (
    <Words words={await pick('statement', 'details')}>
      <Statement {...data} drawn={drawn} />
    </Words>
  );
}
