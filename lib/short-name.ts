/** A name that a person gives to something of theirs: one line, without control characters. */
import { z } from 'zod';

export const shortName = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .transform((name) => name.normalize('NFC').trim().replace(/\s+/g, ' '))
    .refine((name) => name !== '', 'is empty')
    .refine((name) => !/\p{C}/u.test(name), 'has control characters');
