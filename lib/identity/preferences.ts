/**
 * A person's preferences: hidden amounts, language and theme wherever they are signed in (lib/browser-choices.ts). In a key
 * of their own: the right to write one is no right over what the bank says of the person, their role above all.
 */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { UserTag } from '#lib/ids.ts';
import { LANGUAGES } from '#lib/language.ts';
import { webRedis, webSources } from '#lib/redis/client.ts';
import { byCopies, copied } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { epochKey } from '#lib/sessions/epoch.ts';
import { signalChannel } from '#lib/sessions/signals.ts';
import { THEMES } from '#lib/theme.ts';

const patchScript = luaScript('lib/identity/preferences.lua');

export const preferencesPatchSchema = z
  .strictObject({
    language: z.enum(LANGUAGES),
    theme: z.enum(THEMES).describe('`system` is as the device has it.'),
    hideAmounts: z.boolean().describe('Amounts are masked wherever a page shows one.'),
  })
  .partial();
export type PreferencesPatch = z.output<typeof preferencesPatchSchema>;

export const preferencesSchema = z
  .object({
    language: z.enum(LANGUAGES).nullable().catch(null).describe('null until one was chosen.'),
    theme: z.enum(THEMES).nullable().catch(null).describe('null until one was chosen.'),
    hideAmounts: z.boolean().catch(false),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.output<typeof preferencesSchema>;

/** From the JSON text of each; with the defaults for the rest. */
const toPreferences = (stored: Record<string, string>): Preferences =>
  preferencesSchema.parse(
    Object.fromEntries(Object.entries(stored).map(([name, json]) => [name, JSON.parse(json)])),
  );

/** The preferences of a user. HGETALL, O(1), or a copy. */
export const readPreferences = (user: UserTag): Promise<Preferences> =>
  byCopies(webSources(), (redis) =>
    copied(redis, keys.preferences(user), 'preferences', async () =>
      toPreferences(await redis.hGetAll(keys.preferences(user))),
    ),
  );

/**
 * Changes what `patch` names, whatever else changes at the same time, and signals the user's open pages. Throws
 * `not_found` for a user that is gone. One script (HSET, PUBLISH, HGETALL): O(names + listeners).
 */
export async function changePreferences(user: UserTag, patch: PreferencesPatch): Promise<Preferences> {
  const changed = Object.fromEntries(
    Object.entries(patch).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const answer = await patchScript(
    webRedis(),
    [keys.preferences(user), epochKey(user)],
    [JSON.stringify({ channel: signalChannel(user), changed })],
  );
  if (answer === null) throw new BankError('not_found', 'There is no such user.');
  return toPreferences(pairsOf(z.array(z.string()).parse(answer)));
}

const pairsOf = (flat: readonly string[]): Record<string, string> =>
  Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])));
