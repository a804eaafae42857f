/**
 * What the lens says of a card or list: the function that reads it, the lesson of the README that it is an example of, and
 * by what the other lessons are met. The one place that knows; a test checks that each exists.
 */

type Page =
  | 'overview'
  | 'transactions'
  | 'statement'
  | 'pay'
  | 'receipt'
  | 'settings'
  | 'security'
  | 'sessions'
  | 'people'
  | 'audit';

type Lesson = {
  /** Which pages have it; of the staff's, the last three. */
  pages: readonly Page[];
  /** `<file>#<function>` */
  read: string;
  /** The first cell of its row in the README's table: offered first, whatever the card asked. */
  lesson: string;
  /** The element it stands beside, as a selector; empty for the lens's own card. */
  beside: string;
  /** What the card asks the API for later: ends of addresses, in words. */
  asks?: string;
};

const HASH = 'Fields of a hash';

export const LESSONS = {
  balance: {
    pages: ['overview', 'pay', 'receipt', 'settings', 'statement', 'transactions'],
    read: 'lib/ledger/accounts.ts#listAccounts',
    lesson: 'Client-side caching',
    beside: '[aria-labelledby=balance], [aria-labelledby=share]',
  },
  latest: {
    pages: ['overview'],
    read: 'lib/ledger/read-entries.ts#newestEntries',
    lesson: 'The atomic script',
    beside: '[aria-labelledby=latest]',
  },
  live: {
    pages: ['overview'],
    read: 'lib/live/feed.ts#openFeed',
    lesson: 'Stream',
    beside: '[aria-labelledby=latest]',
  },
  chart: {
    pages: ['overview'],
    read: 'lib/finance/balance.ts#balanceHistory',
    lesson: 'Time series',
    beside: '[aria-labelledby=chart]',
    asks: 'balance',
  },
  spending: {
    pages: ['overview'],
    read: 'lib/search/category-sums.ts#categorySums',
    lesson: 'Sums in the index',
    beside: '[aria-labelledby=spenders]',
    asks: 'categories',
  },
  months: {
    pages: ['overview', 'statement'],
    read: 'lib/finance/totals.ts#monthlySums',
    lesson: 'The atomic script',
    beside: '[aria-labelledby=months]',
  },
  regular: {
    pages: ['overview'],
    read: 'lib/search/repeated.ts#repeatedPayments',
    lesson: 'Sums in the index',
    beside: '[aria-labelledby=regular]',
    asks: 'regular',
  },
  rows: {
    pages: ['transactions'],
    read: 'lib/search/search-meant.ts#searchMeant',
    lesson: 'Search',
    beside: '',
    asks: 'transactions',
  },
  totals: {
    pages: ['transactions'],
    read: 'lib/search/search.ts#searchTotals',
    lesson: 'Search',
    beside: '',
    asks: 'totals',
  },
  names: {
    pages: ['transactions'],
    read: 'lib/finance/spenders.ts#counterparties',
    lesson: 'Sorted set',
    beside: '',
    asks: 'counterparties',
  },
  entry: {
    pages: ['transactions'],
    read: 'lib/ledger/read-entries.ts#readEntry',
    lesson: 'The atomic script',
    beside: '[data-opened] > .card',
  },
  statement: {
    pages: ['statement'],
    read: 'lib/export/statement.ts#readStatement',
    lesson: 'Search',
    beside: '',
  },
  payees: {
    pages: ['pay'],
    read: 'lib/payments/payees.ts#listPayees',
    lesson: HASH,
    beside: '',
    asks: 'payees',
  },
  order: {
    pages: ['pay', 'receipt'],
    read: 'lib/payments/orders.ts#askPayment',
    lesson: 'Exactly once over two slots',
    beside: '',
    asks: 'payments transfers proof',
  },
  payment: {
    pages: ['receipt'],
    read: 'lib/payments/read-payments.ts#readPayment',
    lesson: 'Exactly once over two slots',
    beside: '[aria-labelledby=receipt] > .card',
  },
  preferences: {
    pages: ['settings'],
    read: 'lib/identity/preferences.ts#readPreferences',
    lesson: HASH,
    beside: '[aria-labelledby=look]',
  },
  devices: {
    pages: ['security'],
    read: 'lib/sessions/list.ts#listSessions',
    lesson: 'Sessions as JSON',
    beside: '[aria-labelledby=devices]',
    asks: 'sessions',
  },
  passkeys: {
    pages: ['security', 'pay'],
    read: 'lib/identity/passkeys.ts#readPasskeys',
    lesson: HASH,
    beside: '#passkeys',
    asks: 'passkeys',
  },
  keys: {
    pages: ['security', 'pay'],
    read: 'lib/payments/payment-keys.ts#readPaymentKeys',
    lesson: HASH,
    beside: '#payment-keys',
    asks: 'payment-keys',
  },
  events: {
    pages: ['security'],
    read: 'lib/audit/own-log.ts#ownAuditLog',
    lesson: 'A log in a chain',
    beside: '[aria-labelledby=events]',
    asks: 'audit',
  },
  sessions: {
    pages: ['sessions'],
    read: 'lib/staff/session-search.ts#searchSessions',
    lesson: 'Sessions as JSON',
    beside: '',
    asks: 'sessions',
  },
  people: {
    pages: ['people'],
    read: 'lib/staff/user-search.ts#searchUsers',
    lesson: 'Search',
    beside: '',
  },
  audit: {
    pages: ['audit'],
    read: 'lib/staff/audit-search.ts#searchAudit',
    lesson: 'A log in a chain',
    beside: '',
  },
} as const satisfies Record<string, Lesson>;

/** What no card of the page asked for: the session, the frame. */
export const REST = {
  read: 'lib/sign-in/require-session.ts#requireSession',
  lesson: 'Client-side caching',
} as const;

export type Card = keyof typeof LESSONS;
export type LensPage = (typeof LESSONS)[Card]['pages'][number];
export const cardsOf = (page: LensPage): Card[] =>
  (Object.keys(LESSONS) as Card[]).filter((card) =>
    (LESSONS[card].pages as readonly string[]).includes(page),
  );

/** Where the demo serves the files below, to be read. */
export const SOURCE_PATH = '/lens/';
/** The script of the lens, and what it imports. */
export const PLACE = 'app/_frame/lens/place.mjs';
export const LENS_SCRIPTS: ReadonlySet<string> = new Set([PLACE, 'app/_frame/lens/figures.mjs']);
export const README = 'README.md';
const fileOf = (read: string) => read.split('#', 1)[0] ?? '';
export const LESSON_FILES: ReadonlySet<string> = new Set([
  README,
  ...[...Object.values(LESSONS), REST].map(({ read }) => fileOf(read)),
]);

/** A row of the README, and a function, by the fragments that server/source-page.ts gives them. */
export const lessonHref = (lesson: string): string =>
  `${SOURCE_PATH}${README}#${lesson.replaceAll(' ', '-')}`;
export const sourceHref = (read: string): string => `${SOURCE_PATH}${read}`;
