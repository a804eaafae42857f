/** One sign-in a site and run: each more would sign the oldest out. */
import type { Ask } from './generator.ts';
import type { Site } from './site.ts';

export type SignedIn = { site: Site; headers: Record<string, string> };

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** At the tutorial's address, which both sites have. */
export async function signedIn(site: Site): Promise<SignedIn> {
  const answer = await fetch(`http://${site.host}/perform_login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'username=bob&password=foobared',
  });
  const to = answer.headers.get('location');
  if (answer.status !== 302 || to !== '/index.html')
    throw new Error(`${site.name}: ${answer.status} to ${to}`);
  return { site, headers: { host: site.host, cookie: cookiesOf(answer) } };
}

/** @param marker text that only the right answer has */
export const ask = ({ headers }: SignedIn, path: string, marker: string, more = {}): Ask => ({
  path,
  headers: { ...headers, ...more },
  expects: { marker },
});
