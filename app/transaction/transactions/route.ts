import { z } from 'zod';
import { ownFirstAccount } from '#app/_access/access.ts';
import { tutorialRowSchema, tutorialRows } from '#app/transaction/_shapes.ts';
import { endpoint } from '#lib/http/contract.ts';
import { readPending } from '#lib/ledger/authorize.ts';
import { seqRange, seqsDown } from '#lib/ledger/read-entries.ts';
import { webRedis } from '#lib/redis/client.ts';

const LATEST = 10;

export const GET = endpoint({
  summary: 'The tutorial’s ten latest rows, those that are pending first.',
  access: ownFirstAccount,
  answers: { 200: z.array(tutorialRowSchema) },
  handler: async ({ ref, session, headers }) => {
    const [{ first, last }, pending] = await Promise.all([
      seqRange(webRedis(), ref),
      readPending(webRedis(), ref),
    ]);
    const entries = Math.max(0, LATEST - pending.length);
    const seqs = seqsDown(last, Math.max(first, last - entries + 1));
    return tutorialRows({ seqs, pending: pending.map(({ id }) => id) }, { ref, session, headers });
  },
});
