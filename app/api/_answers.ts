/** What the handlers answer, for the API's description; tests hold the answers to it. */
import { z } from 'zod';
import { auditEntrySchema } from '#lib/audit/entry.ts';
import { ERROR_STATUS, type ErrorCode } from '#lib/errors.ts';
import { RHYTHMS } from '#lib/finance/regular.ts';
import { preferencesSchema } from '#lib/identity/preferences.ts';
import { roleSchema } from '#lib/identity/roles.ts';
import { entryNoteSchema, entryViewSchema } from '#lib/ledger/schema.ts';
import { profileSchema, sessionDocumentSchema, TRANSPORTS } from '#lib/sessions/document.ts';
import { foundSchema } from '#lib/staff/session-search.ts';
import { foundUserSchema } from '#lib/staff/user-search.ts';
import { savedViewSchema } from '#lib/views/views.ts';

const millis = z.number().int().describe('Milliseconds since the epoch.');
const minor = z.number().int().describe('Minor units (cents) of the account’s currency.');

export const problemAnswer = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string().describe('A sentence for people.'),
  status: z.number().int(),
  code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]).describe('Stable; switch on it.'),
  requestId: z.string(),
  fields: z.record(z.string(), z.string()).optional().describe('Faults by field.'),
  reason: z.string().optional().describe('Why a session ended.'),
});

const MASKED = 'Masked unless `detailsForMs` is above 0';
const detailsForMs = z
  .number()
  .int()
  .describe(
    'How long this session gets full details still, in milliseconds: five minutes from a step-up ' +
      '(`POST /api/auth/step-up`) on. 0: what is here is masked. Always 0 with `X-Activity: background`.',
  );

export const accountAnswer = z.strictObject({
  id: z.string(),
  number: z.string().describe(`${MASKED}: \`•••• 3161\`.`),
  name: z.string(),
  currency: z.string(),
  balanceMinor: minor,
  seq: z.number().int().describe('Of the newest entry; 0 before the first.'),
});
export const accountsAnswer = z.strictObject({ items: z.array(accountAnswer), detailsForMs });

export const entryAnswer = z.strictObject({
  ...entryViewSchema.shape,
  note: z.strictObject(entryNoteSchema.shape).optional(),
});
export const pageAnswer = z.strictObject({
  items: z.array(entryAnswer),
  next: z.number().int().nullable().describe('The `before` of the following page; null when there is none.'),
  edits: z
    .array(z.number().int().min(0).max(2))
    .optional()
    .describe('Edits that each word of `q` took to find anything; absent when all were found as typed.'),
});
export const noteAnswer = z.strictObject({
  text: z.string(),
  tags: z.array(z.string()),
  changedAt: millis.nullable(),
});
export const tagsAnswer = z.strictObject({ items: z.array(z.string()) });
export const viewAnswer = z.strictObject(savedViewSchema.shape);
export const viewsAnswer = z.strictObject({ items: z.array(viewAnswer) });
export const searchesAnswer = z.strictObject({ items: z.array(z.string()) });
export const totalsAnswer = z.strictObject({
  count: z.number().int(),
  inMinor: minor,
  outMinor: minor,
  netMinor: minor,
});
export const balanceAnswer = z.strictObject({
  points: z.array(z.strictObject({ x: millis, yMinor: minor })),
});
export const spendersAnswer = z.strictObject({
  items: z.array(z.strictObject({ name: z.string(), amountMinor: minor })),
  otherMinor: minor.describe('What all the others together got.'),
});

const sums = { count: z.number().int().positive(), inMinor: minor, outMinor: minor };
export const monthsAnswer = z.strictObject({
  items: z.array(z.strictObject({ month: z.string().describe('A bank month like 2026-03.'), ...sums })),
});
export const categoriesAnswer = z.strictObject({
  items: z.array(z.strictObject({ category: z.string(), ...sums })),
  seq: z.number().int().describe('Of the newest entry that was looked at.'),
});
export const regularAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      ...{ counterparty: z.string(), direction: z.enum(['in', 'out']), every: z.enum(RHYTHMS) },
      amountMinor: minor.describe('Signed, of the last payment.'),
      leastMinor: minor.describe('Signed; the same as mostMinor when the amount is steady.'),
      mostMinor: minor,
      ...{ count: z.number().int().positive(), lastAt: millis },
      nextDay: z.string().describe('The bank day on which the next one is expected.'),
      byAmount: z.boolean().describe('Told from other payments of this name by its amount alone.'),
    }),
  ),
});

const expiry = { expiresAt: millis, idleExpiresAt: millis };
const token = z.string().optional().describe('With a bearer alone; a browser gets a cookie.');
export const counterpartiesAnswer = z.strictObject({ items: z.array(z.string()) });

export const loginAnswer = z.strictObject({
  user: z.strictObject({
    ...{ username: z.string(), role: z.string() },
    profile: profileSchema.describe('Date of birth and email are masked: signing in is no step-up.'),
  }),
  ...expiry,
  token,
});
export const stepUpAnswer = z.strictObject({ ...expiry, stepUpExpiresAt: millis, token });
export const extendAnswer = z.strictObject(expiry);

const {
  tokenDigest: _,
  previousDigest: __,
  rotatedAt: ___,
  epoch: ____,
  ...shown
} = sessionDocumentSchema.shape;
export const preferencesAnswer = z.strictObject(preferencesSchema.shape);
export const sessionAnswer = z.looseObject({
  ...{ ...shown, sid: z.string(), user: z.string() },
  profile: profileSchema.extend({
    dateOfBirth: z.string().describe(`${MASKED}: \`••••\`.`),
    email: z.string().describe(`${MASKED}: \`b•••@example.com\`.`),
  }),
  detailsForMs,
  preferences: preferencesAnswer,
});
export const sessionsAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      sid: z.string(),
      current: z.boolean(),
      transport: z.enum(TRANSPORTS),
      browser: z.string(),
      system: z.string(),
      kind: z.string(),
      address: z.string(),
      remembered: z.boolean(),
      createdAt: millis,
      lastActiveAt: millis,
      ...{ idleExpiresAt: millis, absoluteExpiresAt: millis },
    }),
  ),
});

const { n, at, act, outcome, browser, system, detail } = auditEntrySchema.shape;
export const trailAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      ...{ n, at, act, outcome, browser, system, detail },
      by: z.enum(['self', 'staff', 'stranger']),
      current: z.boolean(),
      address: z.string(),
      times: z.number().int().positive(),
    }),
  ),
  next: z.number().int().nullable(),
});

const counts = z.record(z.string(), z.number().int().positive());
export const staffSessionsAnswer = z.strictObject({
  items: z.array(foundSchema.omit({ epoch: true }).extend({ user: z.string(), sid: z.string() }).strict()),
  next: z.string().nullable(),
  ...{ total: z.number().int(), byRole: counts, byKind: counts },
});

export const previewAnswer = z.strictObject({
  ...{ asOf: millis, count: z.number().int(), byRole: counts, byKind: counts },
});
export const revocationAnswer = z.strictObject({
  ...{ revoked: z.number().int(), alreadyGone: z.number().int(), left: z.number().int() },
});

const {
  since: _since,
  keyId: _keyId,
  previous: _previous,
  mac: _mac,
  ...entryShown
} = auditEntrySchema.shape;
export const staffAuditAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      ...entryShown,
      username: z.string().describe('The subject’s, as it is now.'),
      times: z.number().int().positive().describe('More than 1 where repeats are only counted.'),
    }),
  ),
  next: z.string().nullable().describe('The `before` of the following page; null when there is none.'),
  total: z.number().int(),
});

export const staffUsersAnswer = z.strictObject({
  items: z.array(foundUserSchema.extend({ user: z.string().describe('Their tag.') }).strict()),
  total: z.number().int().describe('Of all that match; a longer question finds fewer.'),
});
export const roleChangeAnswer = z.strictObject({
  ...{ user: z.string(), username: z.string(), role: roleSchema, sessionsEnded: z.number().int() },
});

export const statusAnswer = z.strictObject({ status: z.string() });
