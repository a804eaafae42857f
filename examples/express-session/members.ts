/**
 * Members of `req.session` as application data of the session document: each has a member of its own, so that each is
 * written by its own path. `cart` stands there as `expressCart…`: no name an application chooses can take one of the
 * session's own. A value stands in a list; an empty list is a member that was deleted, which null could not say.
 */
import type { SessionData } from 'express-session';
import { expiryOf, type SessionDocument } from '#lib/sessions/document.ts';

const PREFIX = 'express';
/** Application data has names of letters and digits: other characters, and the mark itself, are spelled `Z` and a code unit. */
const SPELLED = /Z([0-9a-f]{4})/g;

const memberOf = (name: string): string =>
  PREFIX + name.replace(/[^A-Za-z0-9]|Z/g, (unit) => `Z${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const nameOf = (member: string): string =>
  member
    .slice(PREFIX.length)
    .replace(SPELLED, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));

/** A copy as JSON has it: dates are text, functions and undefined are nothing. */
const plain = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value));

const membersOf = (document: SessionDocument): [member: string, held: unknown[]][] =>
  Object.entries(document).flatMap(([member, held]) =>
    member.startsWith(PREFIX) && Array.isArray(held) ? [[member, held]] : [],
  );

/**
 * What express-session makes `req.session` of; a copy, since an application changes it in place. When the cookie ends
 * follows from the document.
 */
export function dataOf(document: SessionDocument): SessionData {
  const living = membersOf(document).filter(([, held]) => held.length > 0);
  const data = plain(Object.fromEntries(living.map(([member, [value]]) => [nameOf(member), value])));
  const cookie = { originalMaxAge: null, ...(data.cookie as object | undefined) };
  const expires = cookie.originalMaxAge === null ? null : new Date(expiryOf(document));
  return { ...data, cookie: { ...cookie, expires } } as SessionData;
}

/** What `req.session` holds, and what it no longer holds, as members; those as they were are not written again. */
export function patchOf(document: SessionDocument, session: SessionData): Record<string, unknown[]> {
  const { cookie, ...data } = plain(session);
  // The cookie's end moves with each request, and would be a write each; dataOf makes it anew.
  const whole = plain({ ...data, cookie: { ...(cookie as object), expires: undefined } });
  return Object.fromEntries([
    ...membersOf(document).map(([member]) => [member, []]),
    ...Object.entries(whole).map(([name, value]) => [memberOf(name), [value]]),
  ]);
}
