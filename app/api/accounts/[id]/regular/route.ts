/** `GET /api/accounts/:id/regular`: payments that come again and again, the next one due first. */
import { ownAccount } from '#app/_access/own-account.ts';
import { upcomingPayments } from '#lib/finance/upcoming.ts';
import { json, noQuery, readQuery, route } from '#lib/http/http.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  readQuery(request, noQuery);
  return json({ items: await upcomingPayments(ref) });
});
