/** What a page's address asks for. */
import type { z } from 'zod';

/** A page's `searchParams` as Next gives them. */
export type SearchParams = Record<string, string | string[] | undefined>;

/**
 * The question in a page's address, by the schema of the endpoint that answers the same. Addresses are typed, cut off
 * and shared: a value that the schema refuses is left out, where the API would refuse the request.
 */
export function questionIn<Schema extends z.ZodObject<Record<string, z.ZodType>>>(
  schema: Schema,
  params: SearchParams,
): z.output<Schema> {
  const understood = Object.entries(schema.shape).flatMap(([name, field]) => {
    const value = params[name];
    return value && field.safeParse(value).success ? [[name, value]] : [];
  });
  return schema.parse(Object.fromEntries(understood));
}

/** What the address gives for this question and the schema refuses, as it was given. */
export function refusedIn<Schema extends z.ZodObject<Record<string, z.ZodType>>>(
  schema: Schema,
  params: SearchParams,
): { [Name in keyof z.output<Schema>]?: string } {
  const refused = Object.entries(schema.shape).flatMap(([name, field]) => {
    const text = String(params[name] ?? '').trim();
    return text !== '' && !field.safeParse(params[name]).success ? [[name, text]] : [];
  });
  return Object.fromEntries(refused);
}

const DETAILS = 'details';
const SHOWN = 'shown';

/** The address of a page with its details, where there is no JavaScript to show them in place. */
export const shownAt = (path: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}${DETAILS}=${SHOWN}`;

export const asksForDetails = (params: SearchParams): boolean => params[DETAILS] === SHOWN;
