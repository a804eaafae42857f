import { ownEntry } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { readEntry } from '#lib/ledger/read-entries.ts';
import { entryViewSchema } from '#lib/ledger/schema.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = endpoint({
  summary: 'One entry.',
  access: ownEntry,
  answers: { 200: entryViewSchema },
  handler: ({ ref, seq }) => readEntry(webRedis(), ref, seq),
});
