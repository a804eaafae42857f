/** `GET /api/accounts/:id/transactions/export`: what a filter matches, all of it, as a file that is sent as it is made. */

import { ownAccount } from '#app/_access/own-account.ts';
import { exportQuery } from '#app/api/_queries.ts';
import { exportOf } from '#lib/export/account-file.ts';
import { fileStream, readQuery, route } from '#lib/http/http.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const own = await ownAccount(request.headers, id);
  const { name, mediaType, pieces } = await exportOf(own, readQuery(request, exportQuery));
  // A session that ends in the middle ends the file, too.
  const body = await fileStream(pieces, () => requireSession(request.headers));
  return new Response(body, {
    headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"` },
  });
});
