import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { EXPORT_FORMATS, exportOf } from '#lib/export/account-file.ts';
import { content, fileStream } from '#lib/http/answer.ts';
import { WEIGHTS } from '#lib/http/at-work.ts';
import { endpoint } from '#lib/http/contract.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { matchesQuery } from '../../_matches-query.ts';

export const GET = endpoint({
  summary:
    'Everything that matches as a file, CSV or OFX (application/x-ofx), newest first. An account is named by its id: ' +
    'no number is in it.',
  access: ownAccount,
  weight: WEIGHTS.file,
  query: matchesQuery.extend({ format: z.enum(EXPORT_FORMATS).default('csv') }),
  answers: { 200: { media: ['text/csv', 'application/x-ofx'] } },
  handler: async ({ account, ref, query, headers }) => {
    const { name, mediaType, pieces } = await exportOf({ account, ref }, query);
    // A session that ends in the middle ends the file, too.
    const body = await fileStream(pieces, () => requireSession(headers));
    return content(mediaType, body, { headers: { 'content-disposition': `attachment; filename="${name}"` } });
  },
});
