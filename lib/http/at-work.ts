/**
 * Requests at work: nobody takes the whole process. An address, a user and a session may each have so much under way;
 * what costs more to answer weighs more. A session has half of its user's share, so that a thief of one leaves the owner
 * the rest. A request is at work until its answer is made, a file until it is sent, and an open live stream is not.
 */
import { BankError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';
import type { RequestHeaders } from './read-request.ts';

const SHARES = { address: 256, user: 128, session: 64 } as const;
type Kind = keyof typeof SHARES;

/** Of a request; all others weigh 1. */
export const WEIGHTS = { page: 4, file: 24 } as const;

/** Names the work to whoever has the request's headers. */
export const WORK_HEADER = 'x-redisbank-work';

type Work = { weight: number; holders: Map<string, Kind>; noted?: Set<Note> };

const table = () =>
  once('http.atWork', () => ({ begun: 0, works: new Map<string, Work>(), loads: new Map<string, number>() }));

/** Runs `work` as a request from `address`, with the value for WORK_HEADER. Throws `throttled` when its share is taken. */
export async function atWork(address: string, work: (name: string) => void | Promise<void>): Promise<void> {
  const { works } = table();
  const name = String(table().begun++);
  const given: Work = { weight: 1, holders: new Map() };
  add(given, 'address', address);
  works.set(name, given);
  try {
    await work(name);
  } finally {
    works.delete(name);
    for (const holder of given.holders.keys()) change(holder, -given.weight);
  }
}

/** Counts a request as its user's and its session's too, once. Throws `throttled` when a share is taken. */
export function holdAtWork(headers: RequestHeaders, { user, sid }: { user: string; sid: string }): void {
  const work = workOf(headers);
  if (!work) return;
  add(work, 'user', user);
  add(work, 'session', sid);
}

/** Says what a request weighs. Throws `throttled` when a share has no room for it. */
export function weigh(headers: RequestHeaders, weight: number): void {
  const work = workOf(headers);
  if (!work) return;
  const more = weight - work.weight;
  for (const [holder, kind] of work.holders) requireRoom(holder, kind, more);
  for (const holder of work.holders.keys()) change(holder, more);
  work.weight = weight;
}

/**
 * What our code in Next tells our server, which sees no more than the framework's answer: `taken`, an action has what it
 * needs of its request, so that what fails from here on is no fault of the caller's; `unavailable`, Redis failed it.
 */
type Note = 'taken' | 'unavailable';

export function note(headers: RequestHeaders, what: Note): void {
  const work = workOf(headers);
  if (!work) return;
  work.noted ??= new Set();
  work.noted.add(what);
}

export const isNoted = (headers: RequestHeaders, what: Note): boolean =>
  workOf(headers)?.noted?.has(what) ?? false;

/** Undefined where none of our fronts served the request, or it was answered. */
const workOf = (headers: RequestHeaders): Work | undefined =>
  table().works.get(headers.get(WORK_HEADER) ?? '');

function add({ weight, holders }: Work, kind: Kind, name: string): void {
  const holder = `${kind} ${name}`;
  if (holders.has(holder)) return;
  requireRoom(holder, kind, weight);
  holders.set(holder, kind);
  change(holder, weight);
}

function requireRoom(holder: string, kind: Kind, more: number): void {
  if ((table().loads.get(holder) ?? 0) + more <= SHARES[kind]) return;
  throw new BankError('throttled', 'Too many requests are under way. Please wait for their answers.', {
    retryAfterSeconds: 1,
  });
}

function change(holder: string, by: number): void {
  const { loads } = table();
  const load = (loads.get(holder) ?? 0) + by;
  if (load > 0) loads.set(holder, load);
  else loads.delete(holder);
}
