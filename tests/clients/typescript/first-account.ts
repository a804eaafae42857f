/** `first-account.js <url> <username>`, the password in BANK_PASSWORD: prints what the bank says of the first account. */
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

const [, , baseUrl = '', username = ''] = process.argv;
const bank = createClient<paths>({ baseUrl });
const password = process.env.BANK_PASSWORD ?? '';

const refused = (error: components['schemas']['Problem'] | undefined) => new Error(error?.code ?? 'unknown');

const signedIn = await bank.POST('/api/auth/login', { body: { username, password, mode: 'bearer' } });
if (!signedIn.data) throw refused(signedIn.error);
bank.use({
  onRequest({ request }) {
    request.headers.set('authorization', `Bearer ${signedIn.data?.token}`);
    return request;
  },
});

const accounts = await bank.GET('/api/accounts');
const [account] = accounts.data?.items ?? [];
if (!account) throw refused(accounts.error);
const path = { id: account.id };
const totals = await bank.GET('/api/accounts/{id}/totals', { params: { path } });
const entries = await bank.GET('/api/accounts/{id}/transactions', { params: { path, query: { limit: 2 } } });
const left = await bank.POST('/api/auth/logout');

process.stdout.write(
  JSON.stringify({
    name: signedIn.data.user.profile.name,
    number: account.number,
    count: totals.data?.count,
    seqs: entries.data?.items.map(({ seq }) => seq),
    left: left.response.status,
  }),
);
