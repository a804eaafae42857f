/** The credential of a request: the browser's cookie or a bearer token, never both. */
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import type { Transport } from '#lib/sessions/document.ts';
import { parseToken, type Token } from '#lib/sessions/token.ts';
import { openSeal, readCookies } from './cookie.ts';

export type ReceivedCredential = { token: Token; transport: Transport };

const BEARER = /^bearer(?:\s+(.*))?$/i;

const badToken = () => new BankError('bad_token', 'This token is not valid. Please sign in again.');

/**
 * Null without a credential. Throws `credential_conflict` for both kinds at once, `bad_token` for a malformed bearer
 * (it never falls back to the cookie) and for a bare token in the cookie. Two cookies of our name count as none, since
 * one is planted. Sends nothing.
 */
export async function receivedCredential(headers: RequestHeaders): Promise<ReceivedCredential | null> {
  const cookies = readCookies(headers);
  const bearer = BEARER.exec(headers.get('authorization') ?? '');
  if (bearer && cookies.length > 0) {
    throw new BankError('credential_conflict', 'Send either the cookie or a bearer token, not both.');
  }
  if (bearer) {
    const token = parseToken((bearer[1] ?? '').trim());
    if (!token) throw badToken();
    return { token, transport: 'bearer' };
  }
  const [cookie] = cookies;
  if (cookies.length !== 1 || !cookie) return null;
  if (parseToken(cookie)) throw badToken();
  const token = await openSeal(cookie);
  return token && { token, transport: 'cookie' };
}
