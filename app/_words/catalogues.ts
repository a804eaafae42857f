/** All languages. A new one is a file beside these, its code in `LANGUAGES`, and what then does not compile. */
import type { Language } from '#lib/language.ts';
import type { Catalogue } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';

export const catalogues: Record<Language, Catalogue> = { en, de };
