/**
 * The words that every page has, of all languages: they are in its scripts, which a browser keeps, instead of in each
 * document. What a single page says comes with it as props.
 */
import type { Language } from '#lib/language.ts';
import type { Catalogue } from './catalogue.ts';
import { shared as de } from './de.ts';
import { shared as en } from './en.ts';

export const sharedWords: Record<Language, Pick<Catalogue, keyof typeof en>> = { en, de };
