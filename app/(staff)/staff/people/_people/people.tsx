'use client';
import Link from 'next/link';
import { fill } from '#app/_words/catalogue.ts';
import { named } from '#app/(staff)/_shared/names.ts';
import { withQuery } from '#lib/with-query.ts';
import type { PeopleWords } from './people-words.ts';
import { type Person, type Role, RoleDialog, useRoleChange } from './role-change.tsx';

type Props = {
  words: PeopleWords;
  items: readonly Person[];
  /** Roles of those whose role may be changed. */
  changes: readonly string[];
  gives: readonly Role[];
};

/** People with their roles. A role can be chosen where it may be changed; a dialog confirms the choice. */
export function People({ words, items, changes, gives }: Props) {
  const { change, begin, confirm, close } = useRoleChange();
  return (
    <>
      <ul aria-label={words.list} className="grid gap-2 lg:gap-0">
        {items.map((person) => (
          <li
            key={person.user}
            data-user={person.username}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-card border border-line bg-raised px-4 py-2 lg:rounded-none lg:border-0 lg:border-b lg:bg-transparent lg:px-2"
          >
            <span className="min-w-0 grow basis-40 max-sm:basis-full">
              <span className="font-strong">{person.username}</span>
              <span className="ml-2 text-small text-ink-soft">{person.name}</span>
            </span>
            <span className="flex gap-4 text-small">
              {[
                { path: '/staff', label: words.sessions, text: words.seeSessions },
                { path: '/staff/audit', label: words.auditLog, text: words.seeAuditLog },
              ].map(({ path, label, text }) => (
                <Link
                  key={path}
                  href={withQuery(path, [['username', person.username]])}
                  prefetch={false}
                  aria-label={fill(label, { name: person.username })}
                  className="text-link flex min-h-11 items-center"
                >
                  {text}
                </Link>
              ))}
            </span>
            {changes.includes(person.role) ? (
              <select
                // A choice only opens the dialog: the role is what the bank says.
                value={person.role}
                onChange={(event) => {
                  const role = gives.find((one) => one === event.target.value);
                  if (role) begin(person, role);
                }}
                aria-label={fill(words.newRole, { name: person.username })}
                className="field !w-36 !pl-2 max-sm:ml-auto"
              >
                {gives.map((role) => (
                  <option key={role} value={role}>
                    {named(words.roles, role)}
                  </option>
                ))}
              </select>
            ) : (
              <span className="text-ink-soft max-sm:ml-auto sm:w-36 sm:px-2">
                {named(words.roles, person.role)}
              </span>
            )}
          </li>
        ))}
      </ul>
      <RoleDialog words={words} change={change} onConfirm={confirm} onClose={close} />
    </>
  );
}
