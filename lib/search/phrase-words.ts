/**
 * What the words of the search box mean, by language and folded as `foldText` does. English has the kinds alone that
 * the index does not hold as words: "coffee" and "refund" are found as they are.
 */
import type { Language } from '#lib/language.ts';
import type { Filter } from '#lib/search/filter.ts';

export type Unit = 'week' | 'month' | 'year';

export type PhraseWords = {
  /** May stand before a time: "in november"; and after those words, and "since" or "until": "in the". */
  lead: readonly string[];
  articles: readonly string[];
  /** Before a time, from whose beginning or up to whose end is meant. */
  since: readonly string[];
  until: readonly string[];
  /** Around two times. */
  spans: readonly (readonly [string, string])[];
  /** Days before today. */
  days: Readonly<Record<string, number>>;
  /** Monday first. */
  weekdays: readonly (readonly string[])[];
  /** January first. */
  months: readonly (readonly string[])[];
  units: Readonly<Record<string, Unit>>;
  /** Before a unit or a weekday; before a number of units, too. */
  last: readonly string[];
  now: readonly string[];
  many: Readonly<Record<string, 'day' | Unit>>;
  /** Before an amount. */
  min: readonly string[];
  max: readonly string[];
  between: readonly [string, string];
  kinds: Readonly<Record<string, Filter>>;
};

const english: PhraseWords = {
  lead: ['in', 'on', 'of', 'during'],
  articles: ['the'],
  since: ['from', 'since'],
  until: ['until', 'till', 'up to'],
  spans: [
    ['between', 'and'],
    ['from', 'to'],
    ['from', 'until'],
  ],
  days: { today: 0, yesterday: 1 },
  weekdays: [['monday'], ['tuesday'], ['wednesday'], ['thursday'], ['friday'], ['saturday'], ['sunday']],
  months: [
    ['january', 'jan'],
    ['february', 'feb'],
    ['march', 'mar'],
    ['april', 'apr'],
    ['may'],
    ['june', 'jun'],
    ['july', 'jul'],
    ['august', 'aug'],
    ['september', 'sep', 'sept'],
    ['october', 'oct'],
    ['november', 'nov'],
    ['december', 'dec'],
  ],
  units: { week: 'week', month: 'month', year: 'year' },
  last: ['last', 'past'],
  now: ['this'],
  many: { days: 'day', weeks: 'week', months: 'month', years: 'year' },
  min: ['over', 'above', 'more than', 'at least'],
  max: ['under', 'below', 'less than', 'up to', 'at most'],
  between: ['between', 'and'],
  kinds: {
    refunds: { type: 'refund' },
    transfers: { type: 'transfer' },
    'direct debits': { type: 'direct_debit' },
    'standing orders': { type: 'standing_order' },
    salaries: { type: 'salary' },
    wages: { type: 'salary' },
    fees: { type: 'fee' },
    'cash withdrawals': { type: 'cash' },
    'card payments': { type: 'card' },
    'money in': { direction: 'in' },
    incoming: { direction: 'in' },
    'money out': { direction: 'out' },
    outgoing: { direction: 'out' },
    pending: { status: 'pending' },
    booked: { status: 'booked' },
    moved: { direction: 'moved' },
    spending: { direction: 'out' },
    expenses: { direction: 'out' },
  },
};

const german: PhraseWords = {
  lead: ['im', 'am', 'vom', 'in', 'von'],
  articles: ['der', 'dem', 'den', 'zum', 'zur'],
  since: ['ab', 'seit'],
  until: ['bis'],
  spans: [
    ['zwischen', 'und'],
    ['vom', 'bis'],
    ['von', 'bis'],
  ],
  days: { heute: 0, gestern: 1, vorgestern: 2 },
  weekdays: [
    ['montag'],
    ['dienstag'],
    ['mittwoch'],
    ['donnerstag'],
    ['freitag'],
    ['samstag', 'sonnabend'],
    ['sonntag'],
  ],
  months: [
    ['januar', 'janner', 'jan'],
    ['februar', 'feb'],
    ['marz', 'mrz'],
    ['april', 'apr'],
    ['mai'],
    ['juni', 'jun'],
    ['juli', 'jul'],
    ['august', 'aug'],
    ['september', 'sep', 'sept'],
    ['oktober', 'okt'],
    ['november', 'nov'],
    ['dezember', 'dez'],
  ],
  units: { woche: 'week', monat: 'month', jahr: 'year' },
  last: ['letzte', 'letztem', 'letzten', 'letzter', 'letztes', 'vergangene', 'vergangenem', 'vergangenen'],
  now: ['diese', 'diesem', 'diesen', 'dieser', 'dieses'],
  many: {
    tage: 'day',
    tagen: 'day',
    wochen: 'week',
    monate: 'month',
    monaten: 'month',
    jahre: 'year',
    jahren: 'year',
  },
  min: ['uber', 'mehr als', 'mindestens', 'ab'],
  max: ['unter', 'weniger als', 'hochstens', 'bis'],
  between: ['zwischen', 'und'],
  kinds: {
    erstattungen: { type: 'refund' },
    erstattung: { type: 'refund' },
    ruckerstattungen: { type: 'refund' },
    uberweisungen: { type: 'transfer' },
    uberweisung: { type: 'transfer' },
    lastschriften: { type: 'direct_debit' },
    lastschrift: { type: 'direct_debit' },
    dauerauftrage: { type: 'standing_order' },
    dauerauftrag: { type: 'standing_order' },
    kartenzahlungen: { type: 'card' },
    kartenzahlung: { type: 'card' },
    zahlungen: { type: 'payment' },
    zahlung: { type: 'payment' },
    gehalt: { type: 'salary' },
    gehalter: { type: 'salary' },
    lohn: { type: 'salary' },
    entgelte: { type: 'fee' },
    entgelt: { type: 'fee' },
    gebuhren: { type: 'fee' },
    zinsen: { type: 'interest' },
    bargeld: { type: 'cash' },
    abhebungen: { type: 'cash' },
    einnahmen: { direction: 'in' },
    eingange: { direction: 'in' },
    ausgange: { direction: 'out' },
    ausgaben: { direction: 'out' },
    umbuchungen: { direction: 'moved' },
    umbuchung: { direction: 'moved' },
    vorgemerkt: { status: 'pending' },
    vormerkung: { status: 'pending' },
    vormerkungen: { status: 'pending' },
    gebucht: { status: 'booked' },
    bankgebuhren: { category: 'bank' },
    spenden: { category: 'charity' },
    kaffee: { category: 'coffee' },
    bildung: { category: 'education' },
    elektronik: { category: 'electronics' },
    unterhaltung: { category: 'entertainment' },
    freunde: { category: 'friends' },
    tanken: { category: 'fuel' },
    benzin: { category: 'fuel' },
    lebensmittel: { category: 'groceries' },
    gesundheit: { category: 'health' },
    'haus und garten': { category: 'home' },
    wohnen: { category: 'housing' },
    miete: { category: 'housing' },
    einkommen: { category: 'income' },
    versicherungen: { category: 'insurance' },
    versicherung: { category: 'insurance' },
    haustiere: { category: 'pets' },
    'essen gehen': { category: 'restaurants' },
    verkaufe: { category: 'sales' },
    sparen: { category: 'savings' },
    einkaufen: { category: 'shopping' },
    abonnements: { category: 'subscriptions' },
    abos: { category: 'subscriptions' },
    verkehr: { category: 'transport' },
    reisen: { category: 'travel' },
    nebenkosten: { category: 'utilities' },
  },
};

export const PHRASE_WORDS: Readonly<Record<Language, PhraseWords>> = { en: english, de: german };
