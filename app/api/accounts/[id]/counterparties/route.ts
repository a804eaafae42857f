/** `GET /api/accounts/:id/counterparties?q=`: names of those the account has dealt with, for filling in a filter. */

import { ownAccount } from '#app/_access/own-account.ts';
import { counterpartiesQuery } from '#app/api/_queries.ts';
import { counterparties } from '#lib/finance/counterparties.ts';
import { json, readQuery, route } from '#lib/http/http.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { q, limit } = readQuery(request, counterpartiesQuery);
  return json({ items: await counterparties(ref, q, limit) });
});
