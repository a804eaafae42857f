/** `GET /transaction/search?term=`: the tutorial's rows, found by our search; its page adds a `*`, which finds no more. */
import { z } from 'zod';
import { ownFirstAccount } from '#app/_access/own-account.ts';
import { tutorialRow } from '#app/transaction/_shapes.ts';
import { json, readQuery, route } from '#lib/http/http.ts';
import { readLedger } from '#lib/ledger/read.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchEntries } from '#lib/search/search.ts';
import { detailsForMs } from '#lib/sign-in/own-details.ts';

const MOST_ROWS = 50;
const query = z.strictObject({ term: z.string().default('') });

export const GET = route(async (request) => {
  const { ref, session } = await ownFirstAccount(request.headers);
  const { term } = readQuery(request, query);
  // Nothing typed finds nothing here: the tutorial's box is empty until one types.
  if (term.trim() === '') return json([]);
  const { items } = await searchEntries(webRedis(), ref, { q: term }, { limit: MOST_ROWS });
  const entries = await readLedger(
    webRedis(),
    ref,
    items.map(({ seq }) => seq),
  );
  const full = (await detailsForMs(request.headers, session)) > 0;
  return json(entries.map((entry) => tutorialRow(entry, full)));
});
