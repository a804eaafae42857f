import { pageData } from '#app/_access/page-error.ts';
import { requireStaffPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { Title } from '#app/_frame/title.tsx';
import type { Catalogue } from '#app/_words/catalogue.ts';
import { messages, requestFormat } from '#app/_words/server.ts';
import { EmptyState } from '#app/(staff)/_shared/empty-state.tsx';
import { idleOptions, sinceOptions } from '#app/(staff)/_shared/options.ts';
import { Pagination } from '#app/(staff)/_shared/pagination.tsx';
import { hasShortWord, type SessionFilter } from '#lib/staff/session-query.ts';
import { Console } from './_list/console.tsx';
import { consoleHref, draftOf, isAsking } from './_query/address.ts';
import { staffSessionsData } from './data.ts';
import { consoleWords } from './words.ts';

/** Live sessions, as the question in the address asks for them. */
export default async function StaffSessionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const session = await requireStaffPage();
  const params = await searchParams;
  const { filter, refused, understood, page, later, rights, now } = await pageData(() =>
    staffSessionsData(session, params),
  );
  const all = await messages();
  const words = all.staff;
  const asked = draftOf(filter);
  const query = { ...asked, ...refused };
  const asking = isAsking(query) || later;
  return (
    <>
      <Title of={words.title} />
      <h1 className="sr-only">{words.title}</h1>
      <Console
        words={consoleWords(all)}
        page={page}
        later={later}
        understood={understood}
        query={query}
        rights={rights}
        now={now}
        choices={{
          role: Object.entries(words.roles).filter(([role]) => rights.sees.includes(role)),
          kind: Object.entries(words.kinds),
          since: sinceOptions(words, await requestFormat(), now, asked.since),
          idleFor: idleOptions(words, asked.idleFor),
          policy: Object.entries(words.policies),
        }}
        empty={<EmptyState {...emptyWords(words, { understood, asking, filter })} narrow />}
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

/** Why there is nothing in the list, and what helps. */
function emptyWords(
  words: Catalogue['staff'],
  { understood, asking, filter }: { understood: boolean; asking: boolean; filter: SessionFilter },
) {
  if (!understood) return { title: words.notUnderstood, hint: words.notUnderstoodHint };
  if (!asking) return { title: words.nobody, hint: words.nobodyHint };
  if (hasShortWord(filter.q)) return { title: words.none, hint: words.twoLetters };
  return { title: words.none, hint: filter.username || filter.browser ? words.wholeHint : words.noneHint };
}
