import { pageData } from '#app/_access/page-error.ts';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { NoAccount } from '#app/_frame/no-account.tsx';
import { Title } from '#app/_frame/title.tsx';
import { messages, requestFormat } from '#app/_words/server.ts';
import { Pay } from '#app/(bank)/pay/_flow/pay.tsx';
import { payData } from '#app/(bank)/pay/data.ts';
import { payWords } from '#app/(bank)/pay/words.ts';

type Props = { searchParams: Promise<SearchParams> };

/** Paying, from `?from=` or the first account; `?again=` begins with what an earlier payment had. */
export default async function PayPage({ searchParams }: Props) {
  const session = await requireCustomerPage();
  const params = await searchParams;
  const { locale } = await requestFormat();
  const data = await pageData(() => payData(session, params, locale));
  const all = await messages();
  if (!data) return <NoAccount title={all.pay.title} />;
  return (
    <>
      <Title of={all.pay.title} />
      <Pay {...data} words={payWords(all)} />
      <Lens page="pay" narrow />
    </>
  );
}
