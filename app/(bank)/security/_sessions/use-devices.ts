import { useState } from 'react';
import { bank, isRefusal } from '#app/_client/bank.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { useConfirming } from '#app/_frame/session/step-up.tsx';
import type { SessionView } from '#lib/sessions/view.ts';

/**
 * The list of devices: what the server drew, then what it answers. One that is ended goes at once, and comes back
 * if ending it failed; `end` and `endOthers` throw what was wrong then.
 */
export function useDevices(drawn: readonly SessionView[]) {
  const confirming = useConfirming();
  const reading = useLatestRequest();
  const [listed, setListed] = useState(drawn);
  const [leaving, setLeaving] = useState<readonly string[]>([]);
  const [endingOthers, setEndingOthers] = useState(false);
  const [seen, setSeen] = useState(drawn);
  if (seen !== drawn) {
    setSeen(drawn);
    setListed(drawn);
  }

  const reload = () =>
    reading.run(
      (signal) => bank.get('/api/sessions', { background: true, signal }),
      ({ items }) => setListed(items),
      () => {}, // What is shown stays.
    );

  /** Takes them off the list while `act` runs, and for good when it succeeds; not while the password is asked for. */
  const without = (gone: readonly SessionView[], act: () => Promise<void>) =>
    confirming(async () => {
      const sids = gone.map(({ sid }) => sid);
      setLeaving((all) => [...all, ...sids]);
      try {
        await act();
        setListed((all) => all.filter(({ sid }) => !sids.includes(sid)));
      } finally {
        setLeaving((all) => all.filter((sid) => !sids.includes(sid)));
      }
    });

  return {
    sessions: listed.filter(({ sid }) => !leaving.includes(sid)),
    /** As the bank answered last: the same array until it answers again. */
    listed,
    endingOthers,
    reload,
    end: (session: SessionView) =>
      without([session], () =>
        bank.delete('/api/sessions/:sid', { params: { sid: session.sid } }).catch((error) => {
          // It is over already: as good as ended.
          if (!isRefusal(error, 'not_found')) throw error;
        }),
      ),
    async endOthers() {
      setEndingOthers(true);
      const others = listed.filter(({ current }) => !current);
      try {
        await without(others, () => bank.delete('/api/sessions', { query: { except: 'current' } }));
      } finally {
        setEndingOthers(false);
      }
    },
  };
}
