/**
 * Ids of stream entries, `<milliseconds>-<n>`: stream positions in a customer's live log. Browser-safe. Fifteen and
 * ten digits keep both halves exact as numbers until the year 33658.
 */
const STREAM_ID = /^(\d{1,15})-(\d{1,10})$/;

/** The position before the first entry of any stream. */
export const STREAM_START = '0-0';

export const isStreamId = (text: string): boolean => STREAM_ID.test(text);

/** Negative when `a` is older than `b`, 0 when equal; compared as numbers. */
export function compareStreamIds(a: string, b: string): number {
  const [aMs = '0', aSeq = '0'] = a.split('-');
  const [bMs = '0', bSeq = '0'] = b.split('-');
  return Number(aMs) - Number(bMs) || Number(aSeq) - Number(bSeq);
}

/**
 * A page's stream position: the stream id read before its data, and the newest seq of each account. Postings come as they
 * were booked: `categories` are those the customer gave to merchants.
 */
export type LiveStart = {
  after: string;
  seqs: Readonly<Record<string, number>>;
  categories: Readonly<Record<string, string>>;
};
