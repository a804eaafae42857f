/**
 * Who sees full details of their own: account numbers, date of birth, email. A session that gave the password again
 * less than five minutes ago does; to every other one they leave the server masked (OWASP ASVS 5.0 V7.5.3).
 */
import { z } from 'zod';
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
 * How long this request's session sees full details still, in milliseconds; 0: it gets them masked. Nothing that runs
 * by itself gets them, prefetches and `X-Activity: background`: what nobody asked to see is kept nowhere.
 * Sends nothing for a session whose copy says no, which is at most more than Redis would refuse: a step-up changes
 * the token, so a copy from before it lets nobody in. A copy that says yes is not enough: Redis is asked, as for every
 * sensitive act. JSON.GET and GET, O(1). Throws as `requireSession`.
 */
export async function detailsForMs(headers: Headers, { document }: Session): Promise<number> {
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
