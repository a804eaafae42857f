import { pageData } from '#app/_access/page-error.ts';
import { requireStaffPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { Title } from '#app/_frame/title.tsx';
import { plural } from '#app/_words/catalogue.ts';
import { messages, requestLocale } from '#app/_words/server.ts';
import { EmptyState } from '#app/(staff)/_shared/empty-state.tsx';
import { Pagination } from '#app/(staff)/_shared/pagination.tsx';
import { AuditForm } from '#app/(staff)/staff/audit/_audit/audit-form.tsx';
import { AuditList } from '#app/(staff)/staff/audit/_audit/audit-list.tsx';
import { staffAuditData } from '#app/(staff)/staff/audit/data.ts';
import type { AuditFilter } from '#lib/staff/audit-search.ts';
import { withQuery } from '#lib/with-query.ts';

/** The audit log, as the question in the address asks for it. */
export default async function StaffAuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const session = await requireStaffPage();
  const params = await searchParams;
  const { filter, page, later, now } = await pageData(() => staffAuditData(session, params));
  const { staff } = await messages();
  const words = staff.audit;
  return (
    <>
      <Title of={staff.auditLog} />
      <h1 className="sr-only">{staff.auditLog}</h1>
      <AuditForm filter={filter} now={now} />
      {page === null ? (
        <p className="px-1 py-8 text-ink-soft" data-testid="reason">
          {words.needsName}
        </p>
      ) : (
        <div className="mt-4 flex flex-col gap-3">
          <p role="status" className="px-1 font-strong" data-testid="found" data-total={page.total}>
            {plural(await requestLocale(), words.found, page.total)}
          </p>
          {page.items.length > 0 ? (
            <AuditList items={page.items} now={now} />
          ) : (
            <EmptyState title={words.none} hint={words.noneHint} />
          )}
          <Pagination
            words={words}
            first={later ? hrefOf(filter) : null}
            next={page.next && hrefOf(filter, page.next)}
          />
        </div>
      )}
      <Lens page="audit" />
    </>
  );
}

const hrefOf = (filter: AuditFilter, before?: string): string =>
  withQuery('/staff/audit', Object.entries({ ...filter, before }));
