import { pageData } from '#app/_access/page-error.ts';
import { requireStaffPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { Title } from '#app/_frame/title.tsx';
import { messages, requestFormat } from '#app/_words/server.ts';
import { EmptyState } from '#app/(staff)/_shared/empty-state.tsx';
import { idleOptions, sinceOptions } from '#app/(staff)/_shared/options.ts';
import { Pagination } from '#app/(staff)/_shared/pagination.tsx';
import { Console } from './_list/console.tsx';
import { consoleHref, draftOf, isAsking } from './_query/address.ts';
import { staffSessionsData } from './data.ts';
import { consoleWords } from './words.ts';

/** Live sessions, as the question in the address asks for them. */
export default async function StaffSessionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const session = await requireStaffPage();
  const params = await searchParams;
  const { filter, page, later, rights, now } = await pageData(() => staffSessionsData(session, params));
  const all = await messages();
  const words = all.staff;
  const query = draftOf(filter);
  const asking = isAsking(query) || later;
  return (
    <>
      <Title of={words.title} />
      <h1 className="sr-only">{words.title}</h1>
      <Console
        words={consoleWords(all)}
        page={page}
        later={later}
        query={query}
        rights={rights}
        now={now}
        choices={{
          role: Object.entries(words.roles).filter(([role]) => rights.sees.includes(role)),
          kind: Object.entries(words.kinds),
          since: sinceOptions(words, await requestFormat(), now, query.since),
          idleFor: idleOptions(words, query.idleFor),
          policy: Object.entries(words.policies),
        }}
        empty={
          <EmptyState
            title={asking ? words.none : words.nobody}
            hint={
              asking ? (query.username || query.browser ? words.wholeHint : words.noneHint) : words.nobodyHint
            }
            narrow
          />
        }
        pagination={
          <Pagination
            words={words}
            first={later ? consoleHref(query) : null}
            next={page.next && consoleHref(query, page.next)}
          />
        }
      />
      <Lens page="sessions" />
    </>
  );
}
