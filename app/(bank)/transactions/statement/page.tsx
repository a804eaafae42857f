import { drawnNumber } from '#app/_access/own-number.ts';
import { pageData } from '#app/_access/page-error.ts';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { NoAccount } from '#app/_frame/no-account.tsx';
import { Title } from '#app/_frame/title.tsx';
import { messages, requestLanguage } from '#app/_words/server.ts';
import { openedFrom } from '#app/(bank)/transactions/statement/_statement/opened-from.ts';
import { Statement } from '#app/(bank)/transactions/statement/_statement/statement.tsx';
import { statementData } from '#app/(bank)/transactions/statement/data.ts';

type Props = { searchParams: Promise<SearchParams> };

/** The list of the same address as a statement, all of it at once, to be printed. */
export default async function StatementPage({ searchParams }: Props) {
  const session = await requireCustomerPage();
  const [params, language] = await Promise.all([searchParams, requestLanguage()]);
  const data = await pageData(() => statementData(session, params, language));
  const { statement } = await messages();
  if (!data) return <NoAccount title={statement.title} />;
  const drawn = await pageData(() => drawnNumber(session, data.account.id, params));
  return (
    <>
      <Title of={statement.title} />
      <Statement {...data} drawn={drawn} list={openedFrom(params)} />
      <Lens page="statement" />
    </>
  );
}
