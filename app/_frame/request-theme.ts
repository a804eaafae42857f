import { cookies, headers } from 'next/headers';
import { justChosen, THEME_HEADER, themeChoice, themeOf } from '#lib/browser-choices.ts';
import type { Theme } from '#lib/theme.ts';

/** As `proxy.tsx` found it; but what an action has just chosen counts for the page that it answers. */
export async function requestTheme(): Promise<Theme> {
  const [given, jar] = [await headers(), await cookies()];
  return justChosen(themeChoice, given, jar) ?? themeChoice.parse(given.get(THEME_HEADER)) ?? themeOf(given);
}
