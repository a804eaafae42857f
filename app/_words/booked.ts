/** Names and descriptions that the demo's world books, by language; what is not named here stays as it was booked. */
import type { Language } from '#lib/language.ts';
import { bookedDe } from './booked-de.ts';
import type { Booked } from './booked-text.ts';

/** For the server alone, which hands them to pages with entries: in a script, every page would load them. */
export const bookedTexts: Readonly<Record<Language, Booked>> = { en: {}, de: bookedDe };
