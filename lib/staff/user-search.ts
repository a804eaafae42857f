/** Finds people for staff, by name and role alone. */
import { EntityId, type EntityInternal, Schema } from 'redis-om';
import { z } from 'zod';
import { foldText } from '#lib/fold-text.ts';
import { type Role, roleSchema } from '#lib/identity/roles.ts';
import { USER_INDEX } from '#lib/identity/user-index.ts';
import { isUserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { escapeTag } from '#lib/redis/escaping.ts';
import { PREFIX } from '#lib/redis/keys.ts';
import { repositoryOf } from '#lib/redis/om.ts';
import { type Asker, requireRight } from './permissions.ts';
import { beginning, MAX_CHARS, questionWords, roleClause, rolesSeen } from './session-query.ts';

export const userFilterSchema = z.strictObject({
  q: z
    .string()
    .max(MAX_CHARS)
    .optional()
    .describe('Words, each the beginning of a user name or of a part of a name.'),
  role: roleSchema.optional(),
});
export type UserFilter = z.output<typeof userFilterSchema>;

export const foundUserSchema = z.object({ username: z.string(), name: z.string(), role: roleSchema });
/** What staff read of people. Date of birth and email are in the same documents, but not here. */
const personSchema = new Schema<EntityInternal & z.output<typeof foundUserSchema>>(
  `${PREFIX}user`,
  {
    username: { type: 'string', sortable: true },
    name: { type: 'text', path: '$.profile.name' },
    role: { type: 'string' },
  },
  { dataStructure: 'HASH', indexName: USER_INDEX.alias },
);

/** Names are indexed by folded words. `@name` serves documents from before that. */
function wordClause(word: string): string {
  const inText = (parts: string[]) =>
    parts
      .filter(Boolean)
      .map((part) => beginning(part, part))
      .join(' ');
  const typed = inText(word.split(/[^\p{L}\p{N}]+/u));
  const folded = inText(foldText(word).split(' '));
  const clauses = [
    `@username:{${beginning(word, escapeTag(word))}}`,
    ...(typed ? [`@name:(${typed})`] : []),
    ...(folded ? [`@words:(${folded})`] : []),
  ];
  return `(${clauses.join(' | ')})`;
}

/** Null when nothing can match. Every text is escaped or folded to letters and digits. */
function userQuery(filter: UserFilter, roles: readonly Role[]): string | null {
  const seen = rolesSeen(filter, roles);
  const words = questionWords(filter.q);
  return seen.length > 0 && words ? [roleClause(seen), ...words.map(wordClause)].join(' ') : null;
}

/**
 * The first matches that the asker may see, by user name, and the number of all. Throws `forbidden`. One FT.SEARCH
 * (sorted by a SORTABLE field), O(matches).
 */
export async function searchUsers(redis: Redis, asker: Asker, filter: UserFilter, limit: number) {
  const query = userQuery(filter, requireRight(asker, 'sees').sees);
  if (query === null) return { items: [], total: 0 };
  const people = repositoryOf(redis, personSchema);
  const [total, found] = await Promise.all([
    people.searchRaw(query).count(),
    people.searchRaw(query).sortAscending('username').page(0, limit),
  ]);
  const items = found.flatMap((person) => {
    const user = person[EntityId]?.slice(1, -1) ?? '';
    const fields = foundUserSchema.safeParse(person).data;
    return fields && isUserTag(user) ? [{ user, ...fields }] : [];
  });
  return { items, total };
}
