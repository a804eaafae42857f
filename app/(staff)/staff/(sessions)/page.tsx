import { pageData } from '#app/_access/page-error.ts';
import { requireStaffPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { Words } from '#app/_words/context.tsx';
import { messages, pick, titled } from '#app/_words/server.ts';
import { Console } from '#app/(staff)/staff/(sessions)/_list/console.tsx';
import { staffSessionsData } from '#app/(staff)/staff/(sessions)/data.ts';

export const generateMetadata = titled((words) => words.staff.title);

type Props = { searchParams: Promise<SearchParams> };

/** Live sessions, as the question in the address asks for them. */
export default async function StaffPage({ searchParams }: Props) {
  const session = await pageData(requireStaffPage);
  const params = await searchParams;
  const data = await pageData(() => staffSessionsData(session, params));
  return (
    <Words words={await pick('staff')}>
      <h1 className="sr-only">{(await messages()).staff.title}</h1>
      <Console {...data} />
    </Words>
  );
}
