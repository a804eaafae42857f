import { ownAccounts } from '#app/_access/access.ts';
import { exportTogether } from '#lib/export/account-file.ts';
import { WEIGHTS } from '#lib/http/at-work.ts';
import { endpoint } from '#lib/http/contract.ts';
import { fileAnswer } from '../_file-answer.ts';
import { listQuery } from '../_list-query.ts';

export const GET = endpoint({
  summary:
    'Everything in one’s accounts that matches as one CSV, newest first, each row with its account’s name.',
  access: ownAccounts,
  weight: WEIGHTS.file,
  query: listQuery,
  answers: { 200: { media: ['text/csv'] } },
  handler: async ({ user, listed, query: { account, ...query }, headers }) =>
    fileAnswer(await exportTogether(user, listed(account), query), headers),
});
