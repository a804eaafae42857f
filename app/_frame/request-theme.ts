import { cookies, headers } from 'next/headers';
import { THEME_HEADER, themeChoice } from '#lib/browser-choices.ts';
import type { Theme } from '#lib/theme.ts';

/** As `proxy.ts` found it; but what an action has just chosen counts for the page that it answers. */
export async function requestTheme(): Promise<Theme> {
  const [given, jar] = [await headers(), await cookies()];
  const { parse, cookieName } = themeChoice;
  return parse(jar.get(cookieName())?.value) ?? parse(given.get(THEME_HEADER)) ?? 'system';
}
