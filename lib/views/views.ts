/**
 * Saved views: named filters, the same on all of a person's devices. They are a hash of their own, a field a view, and
 * no part of the user's document: whoever may write views may not write roles, concurrent saves lose nothing, and no
 * index is rebuilt. redis-om, which maps searched documents, does not fit.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { setField } from '#lib/redis/fields.ts';
import { keys } from '#lib/redis/keys.ts';
import { filterSchema } from '#lib/search/filter.ts';
import { MAX_QUERY } from '#lib/search/filter-limits.ts';
import { shortName } from '#lib/short-name.ts';
import { MAX_VIEW_NAME, VIEW_PERIODS } from '#lib/views/view-limits.ts';

export const MAX_VIEWS = 20;

const period = z
  .enum(VIEW_PERIODS)
  .optional()
  .describe('Days that are counted from the day on which the view is opened.');

export const viewSchema = z.strictObject({
  name: shortName(MAX_VIEW_NAME),
  filter: filterSchema.extend({ q: z.string().max(MAX_QUERY).optional() }),
  period,
});
export type NewView = z.output<typeof viewSchema>;
export const savedViewSchema = z
  .object({ id: z.string(), name: z.string(), filter: filterSchema, period })
  .meta({ id: 'View' });
export type View = { id: string } & NewView;

const stored = savedViewSchema.omit({ id: true });
const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** The id: the name in lower case, so a view replaces another of its name. */
const idOf = (name: string): string =>
  createHash('sha256').update(name.normalize('NFKC').toLowerCase()).digest('base64url').slice(0, 22);

/** All of a person's views by name. HGETALL, O(20). */
export async function listViews(redis: Redis, user: UserTag): Promise<View[]> {
  const fields = Object.entries(await redis.hGetAll(keys.views(user)));
  return fields
    .flatMap(([id, text]): View[] => {
      const view = stored.safeParse(JSON.parse(text));
      // An unreadable filter of an older version is left out.
      return view.success ? [{ id, ...view.data }] : [];
    })
    .sort((one, other) => byName.compare(one.name, other.name));
}

/** Saves a view, replacing one of the same name. Throws conflict above 20. EVALSHA set-field.lua, O(1). */
export async function saveView(redis: Redis, user: UserTag, view: NewView): Promise<View> {
  const { name, filter, period } = view;
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  const id = idOf(name);
  const document = { name, filter: asked, ...(period ? { period } : {}) };
  const options = { field: id, value: JSON.stringify(document), maxFields: MAX_VIEWS };
  if (!(await setField(redis, keys.views(user), options))) {
    throw new BankError(
      'conflict',
      `There are ${MAX_VIEWS} saved views already. Remove one that is not needed.`,
    );
  }
  return { id, ...document };
}

/** Removes a view. Throws not_found. HDEL, O(1). */
export async function removeView(redis: Redis, user: UserTag, id: string): Promise<void> {
  if ((await redis.hDel(keys.views(user), id)) === 0) {
    throw new BankError('not_found', 'There is no such view.');
  }
}
