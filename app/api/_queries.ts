/** What the handlers take in their query strings and bodies; the API's description is made of the same schemas. */
import { z } from 'zod';
import { EXPORT_FORMATS } from '#lib/export/export.ts';
import { BALANCE_RANGES } from '#lib/finance/ranges.ts';
import { spenderPeriodSchema } from '#lib/finance/spenders.ts';
import { isStreamId } from '#lib/live/stream-id.ts';
import { newestCursorSchema } from '#lib/redis/newest-first.ts';
import { filterSchema } from '#lib/search/filter.ts';
import { loginSchema } from '#lib/sign-in/login.ts';
import { auditFilterSchema } from '#lib/staff/audit-search.ts';
import { sessionFilterSchema } from '#lib/staff/session-query.ts';
import { userFilterSchema } from '#lib/staff/user-search.ts';
import { searchTextSchema } from '#lib/views/recent-searches.ts';
import { wholeNumber } from '#lib/whole-number.ts';

const MOST_ROWS = 50;
const FIRST_ROWS = 20;
const MOST_NAME = 100;
const MOST_SPENDERS = 500;
const FIRST_SPENDERS = 5;

export const loginBody = loginSchema.extend({ mode: z.enum(['cookie', 'bearer']).default('cookie') });

export const othersQuery = z.strictObject({ except: z.literal('current') });

export const trailQuery = z.strictObject({
  before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller n.'),
  limit: wholeNumber(1, MOST_ROWS).default(FIRST_ROWS),
});

export const staffSessionsQuery = sessionFilterSchema.extend({
  before: newestCursorSchema.optional().describe('The `next` of the page before.'),
  limit: wholeNumber(1, MOST_ROWS).default(FIRST_ROWS),
});

export const staffAuditQuery = auditFilterSchema.extend({
  before: newestCursorSchema.optional().describe('The `next` of the page before.'),
  limit: wholeNumber(1, MOST_ROWS).default(FIRST_ROWS),
});

export const staffUsersQuery = userFilterSchema.extend({
  limit: wholeNumber(1, MOST_ROWS).default(FIRST_ROWS),
});

/** `Page.edits` as an address carries them. */
const edits = z
  .string()
  .regex(/^[0-2](,[0-2]){0,11}$/, 'is not a list like 0,1')
  .transform((text) => text.split(',').map(Number))
  .optional()
  .meta({ type: 'string', pattern: '^[0-2](,[0-2])*$' })
  .describe('The `edits` of the first page, joined by commas: the same words are meant on every page.');

export const totalsQuery = filterSchema.extend({ edits });

export const exportQuery = filterSchema.extend({ edits, format: z.enum(EXPORT_FORMATS).default('csv') });

export const pageQuery = filterSchema
  .extend({
    edits,
    before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller seq.'),
    after: wholeNumber(1, Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('Instead of `before`: the nearest entries with a larger seq, newest first too.'),
    limit: wholeNumber(1, MOST_ROWS).default(FIRST_ROWS),
  })
  .refine(({ before, after }) => before === undefined || after === undefined, {
    path: ['after'],
    error: 'is given together with before',
  });

export const searchBody = z.strictObject({ q: searchTextSchema });
export const forgetQuery = z.strictObject({
  q: z.string().optional().describe('The text as it is listed; without it all are forgotten.'),
});

export const balanceQuery = z.strictObject({ range: z.enum(BALANCE_RANGES).default('1mo') });

export const spendersQuery = z.strictObject({
  period: spenderPeriodSchema.default('all'),
  limit: wholeNumber(1, MOST_SPENDERS).default(FIRST_SPENDERS),
});

/** A month, or `all`. */
export const periodQuery = z.strictObject({ period: spenderPeriodSchema.default('all') });

export const counterpartiesQuery = z.strictObject({
  q: z.string().max(MOST_NAME).default('').describe('How a word of the name begins.'),
  limit: wholeNumber(1, MOST_ROWS).default(FIRST_ROWS),
});

export const eventsQuery = z.strictObject({
  after: z
    .string()
    .refine(isStreamId, 'is not a stream id like 1700000000000-0')
    .optional()
    .describe('A stream id: what was posted after it is sent first.'),
});
