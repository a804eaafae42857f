/**
 * Full account numbers, date of birth and email are for sessions with a step-up in the last five minutes; all others
 * get them masked from the server (OWASP ASVS 5.0 V7.5.3).
 */
import { z } from 'zod';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { maskDay, maskEmail } from '#lib/mask.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Profile } from '#lib/sessions/document.ts';
import { stepUpLeftMs } from '#lib/sessions/step-up-state.ts';
import { isBackground, requireSession, type Session } from './require-session.ts';

export const detailsForMsSchema = z
  .number()
  .int()
  .describe(
    'How long this session gets full details still, in milliseconds: five minutes from a step-up ' +
      '(`POST /api/auth/step-up`) on. 0: what is here is masked. Always 0 with `X-Activity: background`.',
  );

/**
 * Milliseconds for which this session still sees full details; 0: masked. Always 0 for prefetches and `X-Activity:
 * background`. Sends nothing when the cached copy says no: a step-up changes the token, so a copy can only be too
 * generous, and a yes is checked against Redis. JSON.GET and GET, O(1). Throws as `requireSession`.
 */
export async function detailsForMs(headers: RequestHeaders, { document }: Session): Promise<number> {
  const redis = webRedis();
  if (isBackground(headers) || stepUpLeftMs(document, await redisNow(redis)) === 0) return 0;
  const { document: asked } = await requireSession(headers, { ask: 'redis', activity: 'background' });
  return stepUpLeftMs(asked, await redisNow(redis));
}

/** The profile as a session sees it. */
export const shownProfile = (profile: Profile, forMs: number): Profile =>
  forMs > 0 ? profile : maskedProfile(profile);

/** The name is in every greeting; it stays. */
export const maskedProfile = ({ name, dateOfBirth, email }: Profile): Profile => ({
  name,
  dateOfBirth: maskDay(dateOfBirth),
  email: maskEmail(email),
});
