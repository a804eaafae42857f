/** `GET` and `PUT /api/accounts/:id/transactions/:seq/note`: what the customer wrote beside an entry. */
import { entryNumber } from '#app/_access/entry-number.ts';
import { ownAccount } from '#app/_access/own-account.ts';
import { json, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { noteChangeSchema, readNote, writeNote } from '#lib/notes/notes.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

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
