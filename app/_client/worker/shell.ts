/**
 * Files of the build, by names that change with their content, and the one page that is shown without a connection.
 * No other page is ever stored: each is of one customer and one moment.
 */
import type { Seen } from './types.ts';

const CACHES = 'redisBank.static.';
const SHELL = '/offline';
const STATIC = /\/_next\/static\/[^"'\\\s<>)]+/g;

const staticCache = (build: string) => caches.open(CACHES + build);

/**
 * Fetches the page and the files it is made of. It holds nothing of anybody; asked for without cookies it is an answer that
 * the bank has at hand, in the browser's language.
 */
export async function cacheShell(build: string, credentials: RequestCredentials = 'omit'): Promise<void> {
  const page = await fetch(SHELL, { cache: 'no-store', credentials });
  if (!page.ok) throw new Error(`${SHELL} answered ${page.status}`);
  const files = new Set((await page.clone().text()).match(STATIC));
  const cache = await staticCache(build);
  await cache.addAll([...files]);
  await cache.put(SHELL, page);
}

/** In the language and theme that pages are in now, which the bank knows by the cookies. */
export async function cacheShellIn(
  build: string,
  { lang, theme }: Pick<Seen, 'lang' | 'theme'>,
): Promise<void> {
  const page = await (await staticCache(build)).match(SHELL);
  if (!page || !(await page.text()).includes(`<html lang="${lang}" data-theme="${theme}"`))
    await cacheShell(build, 'same-origin');
}

export const dropOtherBuilds = async (build: string): Promise<boolean[]> =>
  Promise.all(
    (await caches.keys())
      .filter((name) => name.startsWith(CACHES) && name !== CACHES + build)
      .map((name) => caches.delete(name)),
  );

/** A file whose name tells its content. */
export async function staticFile(request: Request, build: string): Promise<Response> {
  const cache = await staticCache(build);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  // A full disk is no reason to go without the file.
  if (answer.ok) void cache.put(request, answer.clone()).catch(() => undefined);
  return answer;
}

/** What stands in for the page at `url`. */
export async function withoutConnection({ origin, pathname, search }: URL, build: string): Promise<Response> {
  if (pathname !== SHELL) {
    return Response.redirect(`${origin}${SHELL}?to=${encodeURIComponent(pathname + search)}`, 302);
  }
  return (await (await staticCache(build)).match(SHELL)) ?? Response.error();
}
