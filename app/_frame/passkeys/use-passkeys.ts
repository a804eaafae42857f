import { useState } from 'react';
import { bank } from '#app/_client/bank.ts';
import { useReturn, useSessionNews } from '#app/_client/live/use-live.ts';
import { createPasskey } from '#app/_client/passkey.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { useConfirming } from '#app/_frame/session/step-up.tsx';
import type { PasskeyView } from '#lib/identity/passkeys.ts';

/**
 * One's passkeys: what the server drew, then what it answers. Each act throws what was wrong; the password is asked for
 * where the bank wants it.
 */
export function usePasskeys(drawn: readonly PasskeyView[]) {
  const confirming = useConfirming();
  const reading = useLatestRequest();
  const [passkeys, setPasskeys] = useState(drawn);

  const reload = () =>
    reading.run(
      (signal) => bank.get('/api/passkeys', { background: true, signal }),
      ({ items }) => setPasskeys(items),
      () => {}, // What is shown stays.
    );
  useSessionNews(({ kind }) => {
    if (kind === 'passkey') reload();
  });
  useReturn(reload);

  const changed = async (act: () => Promise<unknown>) => {
    try {
      await confirming(act);
    } finally {
      // Also after an answer that was lost: it may have been done.
      await reload();
    }
  };

  return {
    passkeys,
    async add(name: string) {
      const options = await confirming(() => bank.post('/api/passkeys/challenge'));
      const response = await createPasskey(options);
      await changed(() => bank.post('/api/passkeys', { body: { response, name } }));
    },
    rename: (id: string, name: string) =>
      changed(() => bank.patch('/api/passkeys/:id', { params: { id }, body: { name } })),
    trust: (id: string) =>
      changed(() => bank.patch('/api/passkeys/:id', { params: { id }, body: { trusted: true } })),
    remove: (id: string) => changed(() => bank.delete('/api/passkeys/:id', { params: { id } })),
  };
}
