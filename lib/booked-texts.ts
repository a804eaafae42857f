/** Names and descriptions that the demo's world books, by language; what is not named here stays as it was booked. */

import { bookedDe } from '#lib/booked-de.ts';
import type { Booked } from '#lib/booked-text.ts';
import type { Language } from '#lib/language.ts';

/**
 * For the server alone, which searches by them (lib/search/shown-texts.ts) and hands them to pages with entries: in a script,
 * every page would load them.
 */
export const bookedTexts: Readonly<Record<Language, Booked>> = { en: {}, de: bookedDe };
