import { redirect } from '#lib/http/answer.ts';
import { anonymous, endpoint } from '#lib/http/contract.ts';

export const GET = endpoint({
  summary: 'The tutorial’s sign-in page leads to ours.',
  access: anonymous,
  query: null,
  answers: { 302: { to: ['/login'] } },
  handler: () => redirect('/login'),
});
