/** A bank of one stream for the browser side: it answers `fetch('/api/events')` as the server would. */
import type { LiveEvent, News, PaymentNews, SessionNews } from '#app/_client/live/live-source.ts';
import type { PendingKind } from '#lib/ledger/pending.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { encodeLive, encodePayment, encodeReset, encodeSession, encodeStart } from '#lib/live/sse.ts';
import { compareStreamIds } from '#lib/live/stream-id.ts';

const entryOf = (seq: number, fields: Partial<EntryView> = {}): EntryView => ({
  status: 'booked' as const,
  account: 'a_1',
  seq,
  id: `t${seq}`,
  counterparty: 'Tesco',
  description: 'Groceries',
  category: 'groceries',
  type: 'card',
  amountMinor: -100,
  balanceAfterMinor: 1000 - seq,
  availableAfterMinor: 1000 - seq,
  at: seq,
  ...fields,
});

export const eventOf = (seq: number, fields: Partial<EntryView> = {}) => ({
  id: `${seq}-0`,
  kind: 'booked' as const,
  entry: entryOf(seq, fields),
  balanceMinor: 1000 - seq,
  availableMinor: 1000 - seq,
});

/** Of the pending transaction `p<at>`. */
export const pendingEventOf = (at: number, kind: PendingKind) => {
  const { seq, balanceAfterMinor, availableAfterMinor, ...row } = entryOf(at);
  return {
    id: `${at}-0`,
    kind,
    pending: { ...row, status: 'pending' as const, id: `p${at}`, expiresAt: at },
    balanceMinor: 1000,
    availableMinor: 900,
  };
};

/** As the server sends it. */
export const encoded = ({ id, ...data }: LiveEvent) =>
  encodeLive('pending' in data ? { id, name: 'pending', data } : { id, name: 'transaction', data });

type Open = { controller: ReadableStreamDefaultController<Uint8Array>; signal: AbortSignal };

export function fakeBank() {
  const log: LiveEvent[] = [];
  const open = new Set<Open>();
  const requests: string[] = [];
  let trimmedTo: string | null = null;
  let answer: (() => Response) | null = null;

  const send = (bytes: Uint8Array) => {
    for (const { controller } of open) controller.enqueue(bytes);
  };
  const fetch = async (url: string, { signal }: { signal: AbortSignal }): Promise<Response> => {
    requests.push(url);
    signal.throwIfAborted();
    if (answer) return answer();
    const last = log.at(-1)?.id ?? '0-0';
    const after = new URL(url, 'http://bank').searchParams.get('after') ?? last;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const one = { controller, signal };
        open.add(one);
        signal.addEventListener('abort', () => {
          if (open.delete(one)) controller.error(signal.reason);
        });
        controller.enqueue(encodeStart(after));
        const gone = trimmedTo !== null && compareStreamIds(after, trimmedTo) < 0;
        if (gone || compareStreamIds(after, last) > 0) return controller.enqueue(encodeReset(last));
        for (const event of log)
          if (compareStreamIds(event.id, after) > 0) controller.enqueue(encoded(event));
      },
    });
    return new Response(body);
  };
  return {
    fetch,
    requests,
    get streams() {
      return open.size;
    },
    post(seq: number, event: LiveEvent = eventOf(seq)) {
      log.push(event);
      send(encoded(event));
    },
    trim(id: string) {
      trimmedTo = id;
    },
    tell({ kind, ...payload }: News) {
      if (kind === 'payment') send(encodePayment(payload as PaymentNews));
      else send(encodeSession({ kind, ...payload } as SessionNews));
    },
    endSession: (reason: string) => send(encodeSession({ kind: 'ended', reason })),
    /** Cuts all lines, as a restarted web process does. */
    cut() {
      for (const { controller } of open) controller.close();
      open.clear();
    },
    refuse(make: (() => Response) | null) {
      answer = make;
    },
  };
}
