import { pageData } from '#app/_access/page-error.ts';
import { requireStaffPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { messages, requestFormat, titled } from '#app/_words/server.ts';
import { EmptyState } from '#app/(staff)/_shared/empty-state.tsx';
import { Pagination } from '#app/(staff)/_shared/pagination.tsx';
import { CountChart } from './_counts/count-chart.tsx';
import { Facets } from './_counts/facets.tsx';
import { Console } from './_list/console.tsx';
import { consoleHref, draftOf, isAsking } from './_query/address.ts';
import { queryChoices } from './_query/choices.ts';
import { staffSessionsData } from './data.ts';
import { consoleWords } from './words.ts';

export const generateMetadata = titled((words) => words.staff.title);

type Props = { searchParams: Promise<SearchParams> };

/** Live sessions, as the question in the address asks for them. */
export default async function StaffSessionsPage({ searchParams }: Props) {
  const session = await requireStaffPage();
  const params = await searchParams;
  const { filter, page, later, rights, now } = await pageData(() => staffSessionsData(session, params));
  const all = await messages();
  const words = all.staff;
  const query = draftOf(filter);
  const { byRole, byKind, total } = page;
  const asking = isAsking(query) || later;
  return (
    <>
      <h1 className="sr-only">{words.title}</h1>
      <Console
        words={consoleWords(all)}
        rows={page.items}
        query={query}
        total={total}
        rights={rights}
        now={now}
        choices={queryChoices(words, await requestFormat(), rights.sees, query, now)}
        facets={<Facets query={query} byRole={byRole} byKind={byKind} />}
        chart={<CountChart total={total} byRole={byRole} byKind={byKind} />}
        empty={
          <EmptyState
            title={asking ? words.none : words.nobody}
            hint={asking ? words.noneHint : words.nobodyHint}
            narrow
          />
        }
        pagination={
          <Pagination
            label={words.pages}
            first={later ? { href: consoleHref(query), text: words.first } : null}
            next={page.next === null ? null : { href: consoleHref(query, page.next), text: words.next }}
          />
        }
      />
    </>
  );
}
