/** `GET /transaction/transactions`: the tutorial's ten latest rows. */

import { ownFirstAccount } from '#app/_access/own-account.ts';
import { tutorialRow } from '#app/transaction/_shapes.ts';
import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { latestEntries, readLedger } from '#lib/ledger/read.ts';
import { webRedis } from '#lib/redis/client.ts';
import { detailsForMs } from '#lib/sign-in/own-details.ts';

const LATEST = 10;

export const GET = route(async (request) => {
  const { ref, session } = await ownFirstAccount(request.headers);
  readQuery(request, noQuery);
  const { items } = await latestEntries(webRedis(), ref, { limit: LATEST });
  const entries = await readLedger(
    webRedis(),
    ref,
    items.map(({ seq }) => seq),
  );
  const full = (await detailsForMs(request.headers, session)) > 0;
  return json(entries.map((entry) => tutorialRow(entry, full)));
});
