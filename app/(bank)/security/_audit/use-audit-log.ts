import { useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import type { AuditLog } from './event-list.tsx';

/** The events: what the server drew, newer ones in front of it, and older ones behind it on request. */
export function useAuditLog(drawn: AuditLog) {
  const reading = useLatestRequest();
  const [log, setLog] = useState(drawn);
  const [loading, setLoading] = useState(false);
  const [failed, setFailed] = useState(false);

  const reload = () =>
    reading.run(
      (signal) => bank.get('/api/me/audit', { background: true, signal }),
      (newest) => setLog((all) => inFront(newest, all)),
      () => {},
    );

  async function older() {
    if (loading || log.next === null) return;
    setLoading(true);
    setFailed(false);
    try {
      const page = await bank.get('/api/me/audit', { query: { before: log.next } });
      setLog((all) => ({ items: [...all.items, ...page.items], next: page.next }));
    } catch {
      setFailed(true);
    } finally {
      setLoading(false);
    }
  }

  return { log, loading, failed, reload, older };
}

/** The newest page before what is shown; where the two do not meet, the page alone. */
function inFront(newest: AuditLog, shown: AuditLog): AuditLog {
  const oldest = newest.items.at(-1)?.n;
  const meets = oldest !== undefined && shown.items.some(({ n }) => n === oldest);
  if (!meets) return newest;
  return { items: [...newest.items, ...shown.items.filter(({ n }) => n < oldest)], next: shown.next };
}
