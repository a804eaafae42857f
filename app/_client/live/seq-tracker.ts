/**
 * What a page's data already holds, by account. `seq` is dense, so it tells a double from news and news from a
 * gap; the stream id alone cannot, since a page's data is a little newer than the id it was read after.
 */
export type Seqs = Readonly<Record<string, number>>;
export type Verdict = 'new' | 'double' | 'gap';

/** Judges entries one after another; a 'new' one is held from then on. An account not known yet begins anywhere. */
export function createSeqTracker(held: Seqs): (entry: { account: string; seq: number }) => Verdict {
  const seqs = new Map(Object.entries(held));
  return ({ account, seq }) => {
    const known = seqs.get(account);
    if (known !== undefined && seq <= known) return 'double';
    if (known !== undefined && seq > known + 1) return 'gap';
    seqs.set(account, seq);
    return 'new';
  };
}
