/** What was sent to a bank under faults, what was answered, and what was shown. */
import type { AccountRef } from '#lib/ids.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';

const KINDS = ['posting', 'note', 'sign-in', 'page', 'rows', 'event'] as const;
export type Kind = (typeof KINDS)[number];
type Success = { sentAt: number; at: number };

/** `seq` is that of the acknowledged one. */
export type Sent = { ref: AccountRef; posting: Posting; seq?: number };
/** Of one entry: the last acknowledged text, and those without a good answer, which may be written at any time later. */
export type Note = { acknowledged: string; unknown: string[] };

export class Recorded {
  readonly postings = new Map<string, Sent>();
  readonly notes = new Map<number, Note>();
  /** Bearers of sessions whose end was acknowledged, and of those that live. */
  readonly ended: string[] = [];
  readonly living: string[] = [];
  /** `<account>:<seq>` of every entry in an answer, a page or an event, with its id where that was shown. */
  readonly shown = new Map<string, string | undefined>();
  /** What was shown twice, as two different entries: the first was taken back. */
  readonly takenBack: string[] = [];
  /** What must never be seen, as it was seen. */
  readonly wrong: string[] = [];
  /** How many of each answer that was no success: `503`, `ECONNRESET`. */
  readonly failures = new Map<string, number>();
  readonly #successes = new Map<Kind, Success[]>(KINDS.map((kind) => [kind, []]));
  readonly startedAt = performance.now();

  show(account: string, seq: number, id?: string): void {
    const key = `${account}:${seq}`;
    const known = this.shown.get(key);
    if (known !== undefined && id !== undefined && known !== id)
      this.takenBack.push(`${key} was shown as ${known}, then as ${id}`);
    this.shown.set(key, id ?? known);
  }

  succeed(kind: Kind, sentAt: number): void {
    this.#successes.get(kind)?.push({ sentAt, at: performance.now() });
  }

  fail(answer: string): void {
    this.failures.set(answer, (this.failures.get(answer) ?? 0) + 1);
  }

  /** Kinds of which nothing that was sent after that moment succeeded yet. */
  missing(after: number): Kind[] {
    return KINDS.filter((kind) => !this.#successes.get(kind)?.some(({ sentAt }) => sentAt >= after));
  }

  /** The longest time without a page, up to now. */
  longestGapMs(): number {
    const moments = (this.#successes.get('page') ?? []).map(({ at }) => at).toSorted((a, b) => a - b);
    const all = [this.startedAt, ...moments, performance.now()];
    return Math.max(...all.slice(1).map((at, index) => at - (all[index] ?? at)));
  }
}
