import { staffSessionsData } from '#app/_data/staff-sessions.ts';
import type { PageParams } from '#app/_data/transactions.ts';
import { pageData } from '#app/_page-error.ts';
import { requireStaffPage } from '#app/_session.ts';
import { Words } from '#app/_ui/messages/context.tsx';
import { messages, pick, titled } from '#app/_ui/messages/server.ts';
import { Console } from '#app/_ui/staff/console.tsx';

export const generateMetadata = titled((words) => words.staff.title);

type Props = { searchParams: Promise<PageParams> };

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
