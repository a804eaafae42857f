/**
 * A payment while it is being made: what was typed, and under which Idempotency-Key it went out. Pure. What may move
 * money is frozen until the bank has answered: asking again is the only way on, and is never a second payment.
 */

/** One of the customer's accounts, or somebody by account number and name. */
type Payee =
  | { kind: 'own'; account: string }
  | { kind: 'other'; number: string; name: string; nameAccepted: boolean };

export type Draft = {
  /** The Idempotency-Key. */
  key: string;
  /** The account that pays. */
  from: string;
  /** As typed. */
  amount: string;
  payee: Payee | null;
  /** Of a new payee, as typed. */
  fresh: { number: string; name: string; save: boolean };
  reference: string;
  /** What the address asked for that it began with: another account, or an earlier payment again. */
  asked: string | null;
  /** What was sent under `key`; null before it. */
  sent: string | null;
  /** Money may be moving: the answer to what moves it did not arrive. */
  moving: boolean;
};

const STEPS = ['amount', 'payee', 'new', 'review'] as const;
export type Step = (typeof STEPS)[number];

/** What the customer chooses and types. */
export type Typed = Pick<Draft, 'from' | 'amount' | 'payee' | 'fresh' | 'reference' | 'asked'>;

export const newDraft = (key: string, typed: Partial<Typed> & Pick<Typed, 'from'>): Draft => ({
  key,
  amount: '',
  payee: null,
  fresh: { number: '', name: '', save: true },
  reference: '',
  asked: null,
  sent: null,
  moving: false,
  ...typed,
});

const isBegun = ({ amount, payee, moving }: Draft): boolean => moving || amount !== '' || payee !== null;

const isAskedFor = (draft: Draft, fresh: Draft): boolean =>
  draft.asked === fresh.asked || (fresh.payee === null && draft.from === fresh.from);

/**
 * The drafts of this tab once a page opens, the one to go on with first. An address that asks for something begins anew,
 * but for what already began with the same; what was typed before waits behind it. While money may be moving, always that.
 */
export function opened(drafts: readonly Draft[], fresh: Draft): readonly Draft[] {
  const begun = drafts.filter(isBegun);
  const [last] = begun;
  if (last?.moving) return begun;
  const same = fresh.asked === null ? last : begun.find((one) => isAskedFor(one, fresh));
  return [same ?? fresh, ...begun.filter((one) => one !== same)];
}

/** The next one in turn; what was begun goes behind the others. */
export const nextOf = ([first, ...waiting]: readonly Draft[]): readonly Draft[] => [
  ...waiting,
  ...[first].filter((one) => one !== undefined).filter(isBegun),
];

/** Nothing of it changes while money may be moving. */
export function edited(draft: Draft, some: Partial<Typed>): Draft {
  if (draft.moving) return draft;
  const next = { ...draft, ...some };
  const isToItself = next.payee?.kind === 'own' && next.payee.account === next.from;
  return isToItself ? { ...next, payee: null } : next;
}

/** To ask about the name again: the payee as one that is new. */
export const asNew = ({ payee, fresh }: Draft): Partial<Typed> =>
  payee?.kind === 'other' ? { fresh: { number: payee.number, name: payee.name, save: fresh.save } } : {};

/** Typed or pasted text as the bank takes it: what joins or only steers characters is dropped. */
export const asTyped = (text: string): string =>
  text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\p{C}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Before it goes out: another body under a key that was used gets a key of its own. */
export const sending = (draft: Draft, body: unknown, newKey: () => string): Draft => {
  const sent = JSON.stringify(body);
  const used = draft.sent !== null && draft.sent !== sent;
  return { ...draft, sent, key: used ? newKey() : draft.key };
};

/** From here on the bank may move money. */
export const moving = (draft: Draft): Draft => ({ ...draft, moving: true });

/** While money may be moving, how much: what was typed may read otherwise in another language. */
export function amountSent({ moving, sent }: Draft): number | null {
  const body = JSON.parse((moving && sent) || 'null') as { amountMinor?: number } | null;
  return body?.amountMinor ?? null;
}

/** The bank said no, for good: the next try is another payment. */
export const refused = (draft: Draft, newKey: () => string): Draft => ({
  ...draft,
  key: newKey(),
  sent: null,
  moving: false,
});

/** The step to show, of the one that the address names: the first that lacks something comes before it. */
export function stepFor(draft: Draft, wanted: string | null, hasAmount: boolean): Step {
  if (draft.moving) return 'review';
  const step = STEPS.find((one) => one === wanted) ?? 'amount';
  if (!hasAmount) return 'amount';
  return step === 'review' && !draft.payee ? 'payee' : step;
}

/** What is written down, for the session that typed it. */
export const written = (session: string, drafts: readonly Draft[]): string =>
  JSON.stringify({ session, drafts });

type Written = { session?: string; drafts?: Partial<Draft>[]; draft?: Partial<Draft> };

/** Nothing of what another session wrote, or nobody. */
export function readWritten(session: string, text: string | null): readonly Draft[] {
  try {
    const stored = JSON.parse(text ?? 'null') as Written | null;
    if (stored?.session !== session) return [];
    // Another version of this page may have written them, an older one a single draft.
    const drafts = stored.drafts ?? (stored.draft ? [stored.draft] : []);
    return drafts.flatMap((draft) =>
      draft.key && typeof draft.amount === 'string' && draft.from
        ? [{ ...newDraft(draft.key, { from: draft.from }), ...draft }]
        : [],
    );
  } catch {
    return [];
  }
}
