import { createContext } from 'react';
import { useProvided } from '#app/_kit/use-provided.ts';
import type { PayAccount, PayData } from '#app/(bank)/pay/data.ts';
import type { PayWords } from '#app/(bank)/pay/words.ts';
import type { Draft, Step, Typed } from './draft.ts';

/** As it is shown: with its newest balance, and what of it can be spent. */
type ShownAccount = PayAccount & { availableMinor: number };

/** What every step of paying has. */
export type Paying = Pick<
  PayData,
  'payees' | 'demo' | 'demoUser' | 'device' | 'passkeys' | 'keyed' | 'passkeysWork'
> & {
  words: PayWords;
  accounts: readonly ShownAccount[];
  draft: Draft;
  /** The account that pays. */
  from: ShownAccount;
  /** Null while none is typed. */
  amountMinor: number | null;
  /** The names of own accounts are in it as they are shown. */
  payeeName: string;
  edit: (some: Partial<Typed>) => void;
  go: (step: Step) => void;
};

export const PayContext = createContext<Paying | null>(null);

export const usePay = (): Paying => useProvided(PayContext);
