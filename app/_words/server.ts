/** The catalogue of the language in which a request is answered. */

import { cookies, headers } from 'next/headers';
import { type Format, makeFormat } from '#app/_words/format.ts';
import type { Booked } from '#lib/booked-text.ts';
import { bookedTexts } from '#lib/booked-texts.ts';
import {
  HIDDEN_HEADER,
  justChosen,
  LANGUAGE_HEADER,
  languageChoice,
  languageOf,
} from '#lib/browser-choices.ts';
import { config } from '#lib/config.ts';
import type { Language } from '#lib/language.ts';
import type { Catalogue } from './catalogue.ts';
import { catalogues } from './catalogues.ts';

/** As `proxy.tsx` found it; but what an action has just chosen counts for the page that it answers. */
export async function requestLanguage(): Promise<Language> {
  const [given, jar] = [await headers(), await cookies()];
  const { parse } = languageChoice;
  return justChosen(languageChoice, given, jar) ?? parse(given.get(LANGUAGE_HEADER)) ?? languageOf(given);
}

export const messages = async (): Promise<Catalogue> => catalogues[await requestLanguage()];

/** What Intl formats with. */
export const requestLocale = async (): Promise<string> => (await messages()).language.locale;

/** What the demo's world books, in the language. */
export const requestTexts = async (): Promise<Booked> => bookedTexts[await requestLanguage()];

/** Whether the customer hides amounts, as `proxy.tsx` found it. */
export const amountsHidden = async (): Promise<boolean> => (await headers()).has(HIDDEN_HEADER);

/** For what server components write. Amounts are masked where they are hidden; `RewrittenAmounts` has them written anew. */
export async function requestFormat(): Promise<Format> {
  const { language, dates } = await messages();
  return makeFormat(language.locale, config().timeZone, dates, await amountsHidden(), await requestTexts());
}
