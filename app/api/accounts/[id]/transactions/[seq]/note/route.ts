/** `GET` and `PUT /api/accounts/:id/transactions/:seq/note`: what the customer wrote beside an entry. */
import { entryNumber } from '#app/_access/entry-number.ts';
import { ownAccount } from '#app/_access/own-account.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { json, noQuery, readJson, readQuery, route } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { noteChangeSchema, readNote, writeNote } from '#lib/transactions/notes.ts';

type Params = { id: string; seq: string };

export const GET = route<Params>(async (request, { id, seq }) => {
  const { ref } = await ownAccount(request.headers, id);
  readQuery(request, noQuery);
  return json(await readNote(webRedis(), ref, entryNumber(seq)));
});

export const PUT = route<Params>(async (request, { id, seq }) => {
  await requireSession(request.headers);
  readQuery(request, noQuery);
  const { ref } = await ownAccount(request.headers, id);
  const note = await readJson(request, noteChangeSchema);
  return json(await writeNote(webRedis(), ref, entryNumber(seq), note));
});
