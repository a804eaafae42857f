/**
 * What the lens says of a card or list: the function that reads it, and the lesson of the README that it is an example
 * of. The one place that knows; a test holds that each exists.
 */

type Lesson = {
  /** Which page has it; of the staff's, the last three. */
  page: 'overview' | 'transactions' | 'security' | 'sessions' | 'people' | 'audit';
  /** `<file>#<function>` */
  read: string;
  /** The first cell of its row in the README's table. */
  lesson: string;
  /** The element it stands beside, as a selector; empty for the lens's own card. */
  beside: string;
  /** What the card asks the API for later: the end of the address. */
  asks?: string;
};

export const LESSONS = {
  balance: {
    page: 'overview',
    read: 'lib/ledger/accounts.ts#listAccounts',
    lesson: 'Client-side caching',
    beside: '[aria-labelledby=balance]',
  },
  latest: {
    page: 'overview',
    read: 'lib/ledger/read-entries.ts#latestBooked',
    lesson: 'The atomic script',
    beside: '[aria-labelledby=latest]',
  },
  live: {
    page: 'overview',
    read: 'lib/live/feed.ts#openFeed',
    lesson: 'Stream',
    beside: '[aria-labelledby=latest]',
  },
  chart: {
    page: 'overview',
    read: 'lib/finance/balance.ts#balanceHistory',
    lesson: 'Time series',
    beside: '[aria-labelledby=chart]',
    asks: 'balance',
  },
  spending: {
    page: 'overview',
    read: 'lib/search/category-sums.ts#categorySums',
    lesson: 'Sums in the index',
    beside: '[aria-labelledby=spenders]',
    asks: 'categories',
  },
  months: {
    page: 'overview',
    read: 'lib/finance/totals.ts#monthlySums',
    lesson: 'The atomic script',
    beside: '[aria-labelledby=months]',
  },
  regular: {
    page: 'overview',
    read: 'lib/search/repeated.ts#repeatedPayments',
    lesson: 'Sums in the index',
    beside: '[aria-labelledby=regular]',
    asks: 'regular',
  },
  rows: {
    page: 'transactions',
    read: 'lib/search/search-meant.ts#searchMeant',
    lesson: 'Search',
    beside: '',
    asks: 'transactions',
  },
  totals: {
    page: 'transactions',
    read: 'lib/search/search.ts#searchTotals',
    lesson: 'Search',
    beside: '',
    asks: 'totals',
  },
  names: {
    page: 'transactions',
    read: 'lib/finance/spenders.ts#counterparties',
    lesson: 'Sorted set',
    beside: '',
    asks: 'counterparties',
  },
  devices: {
    page: 'security',
    read: 'lib/sessions/list.ts#listSessions',
    lesson: 'Sessions as JSON',
    beside: '[aria-labelledby=devices]',
  },
  sessions: {
    page: 'sessions',
    read: 'lib/staff/session-search.ts#searchSessions',
    lesson: 'Sessions as JSON',
    beside: '',
    asks: 'sessions',
  },
  people: {
    page: 'people',
    read: 'lib/staff/user-search.ts#searchUsers',
    lesson: 'Sessions as JSON',
    beside: '',
  },
  audit: {
    page: 'audit',
    read: 'lib/staff/audit-search.ts#searchAudit',
    lesson: 'Sessions as JSON',
    beside: '',
  },
} as const satisfies Record<string, Lesson>;

/** What no card asked for: the session, the frame. */
export const REST = {
  read: 'lib/sign-in/require-session.ts#requireSession',
  lesson: 'Client-side caching',
} as const;

export type Card = keyof typeof LESSONS;

/** Where the demo serves the files below, as they are in the repository. */
export const SOURCE_PATH = '/lens/';
/** The script of the lens, and what it imports. */
export const PLACE = 'app/_frame/lens/place.mjs';
export const LENS_SCRIPTS: ReadonlySet<string> = new Set([PLACE, 'app/_frame/lens/figures.mjs']);
const README = 'README.md';
const fileOf = (read: string) => read.split('#', 1)[0] ?? '';
export const LESSON_FILES: ReadonlySet<string> = new Set([
  README,
  ...[...Object.values(LESSONS), REST].map(({ read }) => fileOf(read)),
]);

/** Browsers scroll to the text and mark it: https://wicg.github.io/scroll-to-text-fragment/ */
const toText = (file: string, text: string) => `${SOURCE_PATH}${file}#:~:text=${encodeURIComponent(text)}`;
export const lessonHref = (lesson: string): string => toText(README, `| ${lesson} |`);
export const sourceHref = (read: string): string => toText(fileOf(read), `function ${read.split('#')[1]}`);
