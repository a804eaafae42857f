/** Every endpoint, read from the contracts: what is added tomorrow is covered by the tests of today. */
import path from 'node:path';
import { findEndpoints } from '#lib/http/router.ts';
import { inRoot } from '#scripts/lib/paths.mjs';

export const APP = inRoot('app');
export const endpoints = await findEndpoints(path.resolve(APP));
export type Handler = (typeof endpoints)[number];

export const reading = endpoints.filter(({ method }) => method === 'GET');
export const changing = endpoints.filter(({ method }) => method !== 'GET');

const forAnybody = ({ contract }: Handler): boolean => contract.access.needs === 'nothing';
const takesBody = ({ contract }: Handler): boolean => (contract.body ?? contract.form) !== undefined;

/** Where a try at a password is made without a session. */
export const isSignIn = (handler: Handler): boolean => forAnybody(handler) && takesBody(handler);
/** What is for no one in particular. */
export const isPublic = (handler: Handler): boolean => forAnybody(handler) && !takesBody(handler);
export const personal = reading.filter((handler) => !isPublic(handler));

/** An address of a pattern: `values` by name, and otherwise what looks like it could be one. */
export const addressOf = (pattern: string, values: Record<string, string> = {}): string =>
  pattern.replace(/[:*](\w+)/g, (_, name: string) => values[name] ?? 'a_0123456789');
