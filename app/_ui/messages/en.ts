/**
 * Every visible word, in English. A second language is one file of the same shape (`Catalogue`). Sections are the
 * unit that travels to the browser: a page sends only those that its client components use. `{name}` is filled in
 * by `fill`, an object with `other` is a plural by the language's own rules.
 */

/** On every page: navigation, the state of the connection, words for screen readers. */
const frame = {
  bank: 'Redis Bank',
  skip: 'Skip to the content',
  places: 'Places',
  overview: 'Overview',
  transactions: 'Transactions',
  security: 'Security',
  signOut: 'Sign out',
  signedInAs: 'Signed in as {name}',
  live: 'Live',
  connecting: 'Connecting to the bank…',
  reconnectingShort: 'Reconnecting',
  offlineShort: 'Offline',
  reconnecting: 'Reconnecting. Shown is what was known at {time}.',
  offline: 'You are offline. Shown is what was known at {time}.',
  back: 'Live again.',
  received: 'received',
  spent: 'spent',
  accounts: 'Accounts',
  noAccountTitle: 'You have no account yet',
  noAccount: 'As soon as one is opened for you, it appears here.',
  balanceAfter: 'balance after',
};

/** Dates are put together from parts, so that server and browser agree whatever version of ICU each has. */
const dates = {
  day: '{weekday} {day} {month}',
  dayWithYear: '{weekday} {day} {month} {year}',
  short: '{day} {month}',
  shortWithYear: '{day} {month} {year}',
  month: '{month} {year}',
  full: '{day} {month} {year}, {time}',
  today: 'Today',
  yesterday: 'Yesterday',
};

const login = {
  title: 'Sign in',
  username: 'Username',
  password: 'Password',
  show: 'Show',
  hide: 'Hide',
  showLabel: 'Show the password',
  hideLabel: 'Hide the password',
  remember: 'Keep me signed in for a week',
  submit: 'Sign in',
  submitting: 'Signing in…',
  demo: 'This is a demo bank.',
  demoFill: 'Fill in bob’s sign-in',
  demoLogin: 'bob / foobared',
  errors: {
    wrong_credentials:
      'That username and password do not match. Your username was kept; please type the password again.',
    bad_request: 'Please type your username and your password.',
    cross_origin: 'This sign-in came from another site and was refused. Please try again from here.',
    throttled: 'There were too many tries. Please wait a moment, then try again.',
    redis_unavailable:
      'The bank cannot be reached for a moment. Nothing was changed; please try again shortly.',
    other: 'Signing in did not work, and the fault is ours. Nothing was changed; please try again.',
  },
  reasons: {
    signed_out: 'You are signed out.',
    revoked: 'You ended this session from another device.',
    revoked_all: 'You ended this session together with your others.',
    replaced: 'This session ended because you signed in again in this browser.',
    too_many: 'This session ended because you signed in on more devices than are allowed at a time.',
    password_changed: 'Your password was changed, so this session ended. Please sign in with the new one.',
    role_changed: 'Your rights were changed, so this session ended. Please sign in again.',
    staff: 'This session was ended by the bank. Please sign in again.',
    idle: 'You were signed out after a time without activity.',
    absolute: 'Your session reached its longest time. Please sign in again.',
    expired: 'Your session reached its end. Please sign in again.',
    ended: 'Your session ended. Please sign in again.',
  },
};

const overview = {
  title: 'Overview',
  balance: 'Balance',
  balanceOf: 'Balance of {account}',
  change: {
    '5min': 'in the last 5 minutes',
    '1h': 'in the last hour',
    '1d': 'in the last day',
    '1w': 'in the last week',
    '1mo': 'in the last month',
    '3mo': 'in the last 3 months',
    '1y': 'in the last year',
    all: 'since {date}',
  },
  up: '{amount} more',
  down: '{amount} less',
  level: 'No change',
  ranges: 'Period of the chart',
  range: {
    '5min': '5M',
    '1h': '1H',
    '1d': '1D',
    '1w': '1W',
    '1mo': '1M',
    '3mo': '3M',
    '1y': '1Y',
    all: 'All',
  },
  rangeLabel: {
    '5min': '5 minutes',
    '1h': '1 hour',
    '1d': '1 day',
    '1w': '1 week',
    '1mo': '1 month',
    '3mo': '3 months',
    '1y': '1 year',
    all: 'The whole history',
  },
  chart: 'Balance over time',
  chartKeys: 'Balance over time. Left and right arrow keys read single points.',
  chartSentence: 'Between {low} on {lowDate} and {high} on {highDate}.',
  chartFlat: 'There was no booking in this period; the balance stayed at {balance}.',
  chartFailed: 'This period could not be loaded. The last one is still shown.',
  retry: 'Try again',
  showTable: 'Show as a table',
  when: 'When',
  spenders: 'Biggest spenders',
  spendersPeriod: 'Period of the spenders',
  allTime: 'All time',
  spent: 'spent',
  other: 'Other',
  share: 'Share',
  spendersSentence: 'Most went to {name}: {amount}, {share} of {total}.',
  spendersEmpty: 'Nothing was spent in this period. What you spend appears here by itself.',
  spendersFailed: 'This period could not be loaded. The last one is still shown.',
  amount: 'Amount',
  latest: 'Latest',
  seeAll: 'See all',
  latestEmpty: 'No transactions yet. The first one appears here by itself.',
};

const transactions = {
  title: 'Transactions',
  search: 'Search transactions',
  placeholder: 'Name, description or amount',
  submit: 'Search',
  clear: 'Clear the search',
  shortcut: 'Press / to search',
  found: { one: '{count} transaction', other: '{count} transactions' },
  foundFor: { one: '{count} found', other: '{count} found' },
  counting: 'Counting…',
  in: 'in',
  out: 'out',
  net: 'net',
  dayNet: 'net of the day',
  more: 'Show older transactions',
  loading: 'Loading…',
  end: 'That is everything.',
  empty: 'No transactions yet',
  emptyHint: 'What is booked on this account appears here by itself, a moment later.',
  noMatch: 'No transactions match “{query}”',
  noMatchHint: 'Try fewer or shorter words, the beginning of a name, or an amount such as 12.50.',
  failed: 'The transactions could not be loaded',
  failedHint: 'What was shown before is kept. Please try again.',
  retry: 'Try again',
  newRows: { one: '{count} new', other: '{count} new' },
  arrived: {
    one: '{count} new transaction: {name}, {amount}',
    other: '{count} new transactions, the latest: {name}, {amount}',
  },
  results: { one: '{count} transaction found', other: '{count} transactions found' },
  newMark: 'new',
  list: 'List of transactions',
};

const types = {
  card: 'Card',
  transfer: 'Transfer',
  direct_debit: 'Direct debit',
  standing_order: 'Standing order',
  cash: 'Cash',
  salary: 'Salary',
  refund: 'Refund',
  interest: 'Interest',
  fee: 'Fee',
};

const detail = {
  title: 'Transaction',
  back: 'Back to the transactions',
  close: 'Close',
  date: 'Booked',
  type: 'Type',
  category: 'Category',
  description: 'Description',
  balanceAfter: 'Balance after',
  account: 'Account',
  number: 'Number in the account',
  reference: 'Reference',
  others: 'All transactions with {name}',
};

const security = {
  title: 'Security',
  profile: 'You',
  name: 'Name',
  dateOfBirth: 'Date of birth',
  email: 'Email',
  username: 'Username',
  session: 'This session',
  since: 'Signed in',
  idleEnd: 'Ends without activity',
  end: 'Ends at the latest',
  remembered: 'Kept signed in on this device',
  yes: 'Yes',
  no: 'No',
  signOutHint: 'Signing out ends this session at once, in every tab of this browser.',
};

const staff = {
  title: 'Staff',
  role: 'Your role',
  roles: { user: 'Customer', admin: 'Admin', supervisor: 'Supervisor', 'super-admin': 'Super-admin' },
  calm: 'Nothing needs you at the moment.',
  coming: 'The console of live sessions opens here. Until then you can sign out.',
};

const errors = {
  notFoundTitle: 'This page does not exist',
  notFound: 'It may have moved, or it is not yours to see. Nothing was changed.',
  toOverview: 'Go to the overview',
  failedTitle: 'Something went wrong on our side',
  failed: 'Nothing was changed. Trying again usually helps.',
  reference: 'Reference for our support: {digest}',
  awayTitle: 'The bank cannot be reached for a moment',
  away: 'Your money and your session are safe. This page tries again by itself.',
  retry: 'Try again',
};

/** For the page that stands in when even the layout fails; it is drawn without anything else of the bank. */
export const fatal = {
  title: 'Something went wrong on our side',
  text: 'Nothing was changed. Please load the page again.',
  reload: 'Load again',
};

export const en = {
  frame,
  dates,
  login,
  overview,
  transactions,
  types,
  detail,
  security,
  staff,
  errors,
  fatal,
};
