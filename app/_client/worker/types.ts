/** What the service worker is given by the browser, as far as it is used, and what pages and it say to each other. */
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import type { AnswerOf } from '../bank.ts';

type Extendable = Event & { waitUntil: (work: Promise<unknown>) => void };
export type FetchEvent = Extendable & {
  request: Request;
  preloadResponse: Promise<Response | undefined>;
  respondWith: (answer: Response | Promise<Response>) => void;
};
type WorkerMessage = Extendable & { data: Ask; ports: readonly MessagePort[] };

export type Worker = {
  location: Location;
  registration: { navigationPreload?: { enable: () => Promise<void> } };
  clients: { claim: () => Promise<void> };
  skipWaiting: () => Promise<void>;
  addEventListener: (<Name extends 'install' | 'activate'>(
    name: Name,
    listener: (event: Extendable) => void,
  ) => void) &
    ((name: 'fetch', listener: (event: FetchEvent) => void) => void) &
    ((name: 'message', listener: (event: WorkerMessage) => void) => void);
};

/** What a page knows and the worker cannot: its language and theme, the bank's month, and whether amounts are hidden. */
export type Seen = { lang: string; theme: string; month: string; hidden: boolean };

export type Ask =
  /** A page of a customer is open: what is stored may be brought up to date. */
  | ({ type: 'look' } & Seen)
  /** The switch. */
  | ({ type: 'store'; on: boolean } & Seen)
  | { type: 'state' }
  /** What the page without a connection shows. */
  | { type: 'read' }
  /** The sign-in is shown, so nobody is signed in. `signedOut` says that it follows a sign-out. */
  | { type: 'anonymous'; signedOut: boolean }
  /** Somebody is signed in for whom nothing may be stored. */
  | { type: 'forbid' };

export type State = { on: boolean; asOf: number | null; failed?: boolean };

export type StoredAccount = {
  id: string;
  name: string;
  currency: string;
  availableMinor: number;
  pending: PendingView[];
  rows: EntryView[];
  balance: Record<string, { x: number; yMinor: number }[]>;
  /** What was spent, by category. */
  spenders: Record<string, { name: string; amountMinor: number }[]>;
};
export type Stored = { accounts: StoredAccount[]; month: string };

/** `over`: it was there, and the session it belongs to has ended. */
export type Reading =
  | { state: 'none' | 'over' }
  | { state: 'stored'; stored: Stored; asOf: number; leftMs: number; hidden: boolean };

export type Times = {
  /** Whose it is: the customer's tag, which no page shows. */
  user: string;
  /** By the device's clock, as all times here. */
  asOf: number;
  endsAt: number;
  /** The latest time that was ever seen: a clock before it was set back. */
  seenAt: number;
  hidden: boolean;
};

type Session = AnswerOf<'/api/session'>;
/** The session document, as far as it matters here. */
export type SessionAnswer = Pick<
  Session,
  'user' | 'role' | 'policy' | 'idleExpiresAt' | 'absoluteExpiresAt'
> &
  Partial<Pick<Session, 'preferences'>>;
