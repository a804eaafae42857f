/** A person's preferences on all devices: language, hidden amounts. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { UserTag } from '#lib/ids.ts';
import { LANGUAGES } from '#lib/language.ts';
import { webRedis, webSources } from '#lib/redis/client.ts';
import { byCopies, copied } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { signalChannel } from '#lib/sessions/signals.ts';

const patchScript = luaScript('lib/identity/preferences.lua');

/** What a change may name; the bank's own entries among the preferences are out of reach. */
export const preferencesPatchSchema = z
  .strictObject({
    language: z.enum(LANGUAGES),
    hideAmounts: z.boolean().describe('Amounts are masked wherever a page shows one.'),
  })
  .partial();
export type PreferencesPatch = z.output<typeof preferencesPatchSchema>;

export const preferencesSchema = z
  .object({
    language: z.enum(LANGUAGES).nullable().catch(null).describe('null until one was chosen.'),
    hideAmounts: z.boolean().catch(false),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.output<typeof preferencesSchema>;

/** The defaults. */
const toPreferences = (found: unknown): Preferences => preferencesSchema.parse(Object([found].flat()[0]));

/** The preferences of a user. JSON.GET by path, O(1), or a copy. */
export const readPreferences = (user: UserTag): Promise<Preferences> =>
  byCopies(webSources(), (redis) =>
    copied(redis, keys.user(user), 'preferences', async () =>
      toPreferences(await redis.json.get(keys.user(user), { path: '$.preferences' })),
    ),
  );

/**
 * Changes what `patch` names, whatever else changes at the same time, and signals the user's open pages. Throws
 * `not_found` for a user that is gone. One script (JSON.SET by path, PUBLISH): O(names + listeners).
 */
export async function changePreferences(user: UserTag, patch: PreferencesPatch): Promise<Preferences> {
  const changed = Object.fromEntries(
    Object.entries(patch).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const answer = await patchScript(
    webRedis(),
    [keys.user(user)],
    [JSON.stringify({ channel: signalChannel(user), changed })],
  );
  if (typeof answer !== 'string') throw new BankError('not_found', 'There is no such user.');
  return toPreferences(JSON.parse(answer));
}
