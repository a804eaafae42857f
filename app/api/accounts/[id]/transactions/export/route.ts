import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { EXPORT_FORMATS, exportOf } from '#lib/export/account-file.ts';
import { WEIGHTS } from '#lib/http/at-work.ts';
import { endpoint } from '#lib/http/contract.ts';
import { fileAnswer } from '../../../../transactions/_file-answer.ts';
import { matchesQuery } from '../../_matches-query.ts';

export const GET = endpoint({
  summary:
    'Everything that matches as a file, CSV or OFX (application/x-ofx), newest first. An account is named by its id: ' +
    'no number is in it.',
  access: ownAccount,
  weight: WEIGHTS.file,
  query: matchesQuery.extend({ format: z.enum(EXPORT_FORMATS).default('csv') }),
  answers: { 200: { media: ['text/csv', 'application/x-ofx'] } },
  handler: async ({ account, ref, query, headers }) =>
    fileAnswer(await exportOf({ account, ref }, query), headers),
});
