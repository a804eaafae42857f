import { pageData } from '#app/_access/page-error.ts';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { NoAccount } from '#app/_frame/no-account.tsx';
import { Title } from '#app/_frame/title.tsx';
import { messages } from '#app/_words/server.ts';
import { Overview } from '#app/(bank)/overview/_overview/overview.tsx';
import { overviewData } from '#app/(bank)/overview/data.ts';
import { pack } from '#app/(bank)/overview/overview-state.ts';
import { overviewWords } from '#app/(bank)/overview/words.ts';

type Props = { searchParams: Promise<{ account?: string | string[] }> };

/** Balance, spenders and the latest of one account: `?account=`, or the first. */
export default async function OverviewPage({ searchParams }: Props) {
  const session = await requireCustomerPage();
  const [wanted] = [(await searchParams).account].flat();
  const data = await pageData(() => overviewData(session, wanted));
  const all = await messages();
  const { overview } = all;
  if (!data) return <NoAccount title={overview.title} />;
  return (
    <>
      <Title of={overview.title} />
      <h1 className="sr-only">{overview.title}</h1>
      {/* Data of another account, or read anew, begins a new life: what was counted live is in it. */}
      <Overview
        key={`${data.account.id} ${data.start.after}`}
        {...data}
        initial={pack(data.initial)}
        words={overviewWords(all)}
      />
      <Lens page="overview" />
    </>
  );
}
