import Form from 'next/form';
import { pageData } from '#app/_access/page-error.ts';
import { requireStaffPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { Title } from '#app/_frame/title.tsx';
import { classes } from '#app/_kit/class-names.ts';
import { fill, plural } from '#app/_words/catalogue.ts';
import { messages, requestLocale } from '#app/_words/server.ts';
import { EmptyState } from '#app/(staff)/_shared/empty-state.tsx';
import { TYPED } from '#app/(staff)/_shared/fields.tsx';
import { People } from '#app/(staff)/staff/people/_people/people.tsx';
import { peopleWords } from '#app/(staff)/staff/people/_people/people-words.ts';
import { staffPeopleData } from '#app/(staff)/staff/people/data.ts';
import { hasShortWord } from '#lib/staff/session-query.ts';

/** People by name, with ways to their sessions and their audit log, and their role where it may be changed. */
export default async function StaffPeoplePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const session = await requireStaffPage();
  const params = await searchParams;
  const found = await pageData(() => staffPeopleData(session, params));
  const { filter, sees, items, total, changes, gives } = found;
  const all = await messages();
  const { staff } = all;
  const words = staff.persons;
  return (
    <>
      <Title of={staff.people} />
      <h1 className="sr-only">{staff.people}</h1>
      <search>
        <Form
          key={JSON.stringify(filter)}
          action="/staff/people"
          className="card flex flex-wrap gap-2 !p-3 lg:!p-4"
        >
          <input
            type="search"
            name="q"
            defaultValue={filter.q}
            aria-label={words.question}
            placeholder={words.question}
            {...TYPED}
            className={classes(
              'field !w-auto min-w-40 grow basis-40',
              sees.length > 1 && 'max-sm:basis-full',
            )}
          />
          {sees.length > 1 && (
            <select
              name="role"
              defaultValue={filter.role ?? ''}
              aria-label={staff.roleOf}
              className="field !w-auto max-sm:grow"
            >
              <option value="">{words.anyRole}</option>
              {sees.map((role) => (
                <option key={role} value={role}>
                  {staff.roles[role]}
                </option>
              ))}
            </select>
          )}
          <button type="submit" className="button shrink-0 max-sm:grow">
            {staff.submit}
          </button>
        </Form>
      </search>
      <p role="status" className="mt-4 mb-2 px-1 font-strong" data-testid="found" data-total={total}>
        {plural(await requestLocale(), words.found, total)}
      </p>
      {total > items.length && (
        <p className="mb-2 px-1 text-small text-ink-soft">{fill(words.shown, { count: items.length })}</p>
      )}
      {changes.length === 0 && (
        <p className="mb-2 px-1 text-small text-ink-soft" data-testid="reason">
          {words.mayNot}
        </p>
      )}
      {items.length > 0 ? (
        <People words={peopleWords(all)} items={items} changes={changes} gives={gives} />
      ) : (
        <EmptyState title={words.none} hint={hasShortWord(filter.q) ? staff.twoLetters : words.noneHint} />
      )}
      <Lens page="people" />
    </>
  );
}
