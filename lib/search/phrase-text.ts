/** The words of a text, as phrases are read from them. */
import type { Filter } from '#lib/search/filter.ts';

export type Word = { at: number; end: number; folded: string; raw: string };
/** How many words were read, and what they mean. */
export type Read = { count: number; filter: Filter } | null;

export const DAY_NUMBER = /^(0?[1-9]|[12]\d|3[01])(?:\.|st|nd|rd|th)?$/;

/** How many words a phrase of the language takes at the beginning; 0 when it is not there. */
export const begins = (list: readonly Word[], phrase: string): number => {
  const parts = phrase.split(' ');
  return parts.every((part, at) => list[at]?.folded === part) ? parts.length : 0;
};

export const indexOf = (lists: readonly (readonly string[])[], word: string | undefined): number =>
  word ? lists.findIndex((names) => names.includes(word)) : -1;
