import { z } from 'zod';
import { ownFirstAccount } from '#app/_access/access.ts';
import { tutorialRowSchema, tutorialRows } from '#app/transaction/_shapes.ts';
import { endpoint } from '#lib/http/contract.ts';
import { seqRange, seqsDown } from '#lib/ledger/read-entries.ts';
import { webRedis } from '#lib/redis/client.ts';

const LATEST = 10;

export const GET = endpoint({
  summary: 'The tutorial’s ten latest rows.',
  access: ownFirstAccount,
  answers: { 200: z.array(tutorialRowSchema) },
  handler: async ({ ref, session, headers }) => {
    const { first, last } = await seqRange(webRedis(), ref);
    return tutorialRows(seqsDown(last, Math.max(first, last - LATEST + 1)), { ref, session, headers });
  },
});
