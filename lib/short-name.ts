/** Text in one line, as people give names to things and write references: brought into form first, then measured. */
import { z } from 'zod';

const inForm = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ');

/** A line that is typed, without control characters. The form of a line in form is itself. */
export const shortLine = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .transform(inForm)
    .refine((line) => line.length <= maxChars, 'is too long')
    .refine((line) => !/\p{C}/u.test(line), 'has control characters');

/** A name that a person gives to something of theirs. */
export const shortName = (maxChars: number) => shortLine(maxChars).refine((name) => name !== '', 'is empty');

/** Any text as a line that is good for the ledger: what it may not have becomes a space, what is too much is cut. */
export const asLine = (text: string, maxChars: number): string =>
  inForm(inForm(text.slice(0, maxChars)).slice(0, maxChars).replace(/\p{C}/gu, ' '));
