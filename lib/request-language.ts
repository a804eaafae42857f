/**
 * The language of a request: what was chosen in this browser, else the preference of who is signed in, else what the
 * browser asks for. Known on the server, so that the first paint is right.
 */
import { chooseLanguage } from '#lib/choose-language.ts';
import { config } from '#lib/config.ts';
import { isLanguage, LANGUAGES, type Language } from '#lib/language.ts';
import { DAY } from '#lib/time.ts';

const COOKIE_MS = 365 * DAY;
/** Set by `proxy.ts`, which knows who is signed in; from outside it is refused like all of its kind. */
export const LANGUAGE_HEADER = 'x-redisbank-language';
/** There while amounts are hidden; set likewise. */
export const HIDDEN_HEADER = 'x-redisbank-amounts-hidden';

export const languageCookieName = (): string =>
  config().secure ? '__Host-redisBankLanguage' : 'redisBankLanguage';

/** Set when somebody switches and never else: it holds a language, and says nothing of who reads it. */
export const languageCookie = (language: Language) => ({
  name: languageCookieName(),
  value: language,
  path: '/',
  secure: config().secure,
  httpOnly: true,
  sameSite: 'lax' as const,
  maxAge: COOKIE_MS / 1000,
});

type Given = Pick<Headers, 'get'>;

/** What was chosen in this browser, whoever is signed in. */
function chosenLanguage(given: Given): Language | null {
  const prefix = `${languageCookieName()}=`;
  const pairs = (given.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
  return isLanguage(value) ? value : null;
}

/** Of a request whose cookie is `chosen`, and whose user prefers `preferred`. */
export const languageOf = (given: Given, preferred: Language | null = null): Language =>
  chosenLanguage(given) ?? preferred ?? chooseLanguage(given.get('accept-language'), LANGUAGES);
