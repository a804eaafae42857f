/**
 * Language and theme of a request: the preference of who is signed in, else what was chosen in this browser, else what
 * the browser asks for. A preference is chosen here, too, and another customer's pages are not drawn by it. Known on the
 * server, so that the first paint is right, on pages of nobody too.
 */
import { chooseLanguage } from '#lib/choose-language.ts';
import { config } from '#lib/config.ts';
import { LANGUAGES, type Language } from '#lib/language.ts';
import { THEMES, type Theme } from '#lib/theme.ts';
import { DAY } from '#lib/time.ts';

const COOKIE_MS = 365 * DAY;
/** Set by `proxy.tsx`, which knows who is signed in; from outside they are refused like all of their kind. */
export const LANGUAGE_HEADER = 'x-redisbank-language';
export const THEME_HEADER = 'x-redisbank-theme';
/** There while amounts are hidden; set likewise. */
export const HIDDEN_HEADER = 'x-redisbank-amounts-hidden';

type Given = Pick<Headers, 'get'>;

/** One of `known`, in a cookie that is set when somebody chooses and never else: it says nothing of who reads. */
function browserChoice<Value extends string>(name: string, known: readonly Value[]) {
  const cookieName = () => `${config().secure ? '__Host-' : ''}redisBank${name}`;
  const parse = (text: unknown): Value | undefined => known.find((value) => value === text);
  return {
    cookieName,
    /** The one that `text` names. */
    parse,
    cookie: (value: Value) => ({
      name: cookieName(),
      value,
      path: '/',
      secure: config().secure,
      httpOnly: true,
      sameSite: 'lax' as const,
      maxAge: COOKIE_MS / 1000,
    }),
    /** What was chosen in this browser, whoever is signed in. */
    of(given: Given): Value | undefined {
      const prefix = `${cookieName()}=`;
      const pairs = (given.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      return parse(pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length));
    },
  };
}

export type BrowserChoice<Value extends string> = ReturnType<typeof browserChoice<Value>>;

/** What an action of this request has chosen: its cookie is another than the one that was sent. `cookies` has both. */
export function justChosen<Value extends string>(
  { of, parse, cookieName }: BrowserChoice<Value>,
  sent: Given,
  cookies: { get: (name: string) => { value: string } | undefined },
): Value | undefined {
  const now = parse(cookies.get(cookieName())?.value);
  return now === of(sent) ? undefined : now;
}

export const languageChoice = browserChoice('Language', LANGUAGES);
export const themeChoice = browserChoice('Theme', THEMES);

export const lensChoice = browserChoice('Lens', ['on', 'off']);

/** Whether the lens shows what Redis was asked for the request; the demo alone has it. */
export const underLens = (given: Given): boolean => config().demo && lensChoice.of(given) === 'on';

/** Of a request whose user prefers `preferred`. */
export const languageOf = (given: Given, preferred: Language | null = null): Language =>
  preferred ?? languageChoice.of(given) ?? chooseLanguage(given.get('accept-language'), LANGUAGES);

/** Of a request whose user prefers `preferred`. */
export const themeOf = (given: Given, preferred: Theme | null = null): Theme =>
  preferred ?? themeChoice.of(given) ?? 'system';
