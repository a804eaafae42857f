import { randomBytes } from 'node:crypto';
import type { Role } from '#lib/identity/roles.ts';
import { createUser, type User } from '#lib/identity/users.ts';
import { parseToken, type Token } from '#lib/sessions/token.ts';
import { sealToken } from '#lib/sign-in/cookie.ts';
import { login } from '#lib/sign-in/login.ts';
import { adminRedis } from '../sessions/session-helpers.ts';

export const PASSWORD = 'correct horse battery';
export const freshName = () => `t${randomBytes(8).toString('hex')}`;
export const freshAddress = () =>
  `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`;

/** A person with a credential; their accounts are other tests' business. */
export const newPerson = (more: { role?: Role; sessionPolicy?: 'psd2' } = {}): Promise<User> =>
  createUser(adminRedis(), {
    username: freshName(),
    password: PASSWORD,
    role: 'user',
    profile: { name: 'Ann Example', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' },
    accounts: [],
    ...more,
  });

export const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Headers as our server hands them on. */
export const headersOf = (more: Record<string, string> = {}) =>
  new Headers({ 'user-agent': AGENT, 'x-redisbank-address': freshAddress(), ...more });

export type SignedIn = { token: Token; headers: Headers; cookie: string; device: string };

/** Signs a person in by cookie and answers the headers that their browser sends from then on. */
export async function signedIn(
  person: User,
  { remember = false, headers = headersOf() }: { remember?: boolean; headers?: Headers } = {},
): Promise<SignedIn> {
  const { token, cookie, deviceCookie } = await login({
    username: person.username,
    password: PASSWORD,
    remember,
    transport: 'cookie',
    headers,
  });
  const parsed = parseToken(token);
  if (!cookie || !deviceCookie || !parsed) throw new Error('no cookie');
  const pair = `${cookie.name}=${cookie.value}`;
  const device = `${deviceCookie.name}=${deviceCookie.value}`;
  return { token: parsed, cookie: pair, device, headers: headersOf({ cookie: pair }) };
}

/** One try of a native app to sign in, from an address of its own. */
export const signIn = ({ username }: Pick<User, 'username'>, password = PASSWORD) =>
  login({ username, password, remember: false, transport: 'bearer', headers: headersOf() });

export async function bearerOf(person: User): Promise<{ token: Token; headers: Headers; text: string }> {
  const { token: text } = await signIn(person);
  const token = parseToken(text);
  if (!token) throw new Error('no token');
  return { token, text, headers: headersOf({ authorization: `Bearer ${text}` }) };
}

export const cookieFor = async (token: Token): Promise<Headers> => {
  const { name, value } = await sealToken(token);
  return headersOf({ cookie: `${name}=${value}` });
};

/** The error code a refusal carries, with its reason where it has one; `none` where nothing was refused. */
export const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error) => (error.extras?.reason ? `${error.code}:${error.extras.reason}` : String(error.code ?? error)),
  );
