/** What the list of people says in the browser. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';

export const peopleWords = ({ staff }: Catalogue) => ({
  ...slice(staff, 'roles', 'cancel', 'close', 'titleDone'),
  ...slice(staff.persons, 'list', 'sessions', 'auditLog', 'seeSessions', 'seeAuditLog', 'newRole'),
  ...slice(staff.persons, 'title', 'text', 'change', 'changing', 'done'),
  errors: { conflict: staff.persons.conflict, forbidden: staff.errors.roleForbidden },
});
export type PeopleWords = ReturnType<typeof peopleWords>;
