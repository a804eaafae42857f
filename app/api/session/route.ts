import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { rememberedSchema } from '#app/_access/remember-balance.ts';
import { endpoint } from '#lib/http/contract.ts';
import { preferencesSchema, readPreferences } from '#lib/identity/preferences.ts';
import { profileSchema, publicSessionSchema, withoutSecrets } from '#lib/sessions/document.ts';
import { detailsForMs, detailsForMsSchema, shownProfile } from '#lib/sign-in/own-details.ts';

export const GET = endpoint({
  summary: 'One’s own session. Needs a step-up for full details.',
  access: session,
  answers: {
    200: z.object({
      ...publicSessionSchema.shape,
      ...rememberedSchema.shape,
      sid: z.string(),
      user: z.string(),
      profile: profileSchema.extend({
        dateOfBirth: z.string().describe('Masked unless `detailsForMs` is above 0: `••••`.'),
        email: z.string().describe('Masked unless `detailsForMs` is above 0: `b•••@example.com`.'),
      }),
      detailsForMs: detailsForMsSchema,
      preferences: preferencesSchema,
    }),
  },
  handler: async ({ session, user, headers }) => {
    const forMs = await detailsForMs(headers, session);
    return {
      ...withoutSecrets(session.document),
      ...rememberedSchema.parse(session.document),
      profile: shownProfile(session.document.profile, forMs),
      detailsForMs: forMs,
      preferences: await readPreferences(user),
    };
  },
});
