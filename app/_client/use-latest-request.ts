import { useEffect, useRef, useState } from 'react';
import { abortAtSignOut } from '#app/_client/live/signing-out.ts';

/**
 * Runs one request at a time: a newer one aborts the older, and what an older one still answers is dropped, so a
 * late answer never overwrites a newer one. The last is aborted when the component leaves, and when the tab signs out.
 */
export function useLatestRequest() {
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const [api] = useState(() => ({
    abort() {
      running.current?.abort();
      running.current = null;
    },
    async run<Answer>(
      request: (signal: AbortSignal) => Promise<Answer>,
      done: (answer: Answer) => void,
      failed: (error: unknown) => void,
    ): Promise<void> {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const settled = abortAtSignOut(controller);
      try {
        const answer = await request(controller.signal);
        if (!controller.signal.aborted) done(answer);
      } catch (error) {
        if (!controller.signal.aborted) failed(error);
      } finally {
        settled();
      }
    },
  }));
  return api;
}
