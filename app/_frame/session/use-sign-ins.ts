import { useEffect, useState } from 'react';
import { answer, isAnswered, onAnswered } from '#app/_client/answered.ts';
import { bank } from '#app/_client/bank.ts';
import { useReturn, useSessionNews } from '#app/_client/live/use-live.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';

/** `at` in milliseconds since the epoch; the address is shortened. */
export type SignIn = { sid: string; at: number; browser: string; system: string; address: string };

/**
 * Sign-ins of the same customer elsewhere, younger than this session, that this browser has not answered for yet;
 * newest first. Begins with what the server knew, goes on with what the stream tells, and reads the list once more
 * when the stream was away.
 */
export function useSignIns(session: string, known: readonly SignIn[]) {
  const reading = useLatestRequest();
  const [signIns, setSignIns] = useState<readonly SignIn[]>([]);
  const [putOff, setPutOff] = useState<readonly string[]>([]);
  const [changed, setChanged] = useState<'password' | 'added' | 'removed' | null>(null);

  // What was answered is known to the browser alone, so the server's rendering shows none.
  useEffect(() => {
    const open = (all: readonly SignIn[]) => all.filter(({ sid }) => !isAnswered(session, sid));
    setSignIns(open(known));
    return onAnswered(() => setSignIns(open));
  }, [session, known]);

  useSessionNews((news) => {
    if (news.kind === 'password_changed') setChanged('password');
    if (news.kind === 'passkey') setChanged(news.change);
    if (news.kind === 'left') {
      setSignIns((all) => (news.sid === undefined ? [] : all.filter(({ sid }) => sid !== news.sid)));
    }
    if (news.kind === 'created' && !isAnswered(session, news.sid)) {
      const { kind: _, ...signIn } = news;
      setSignIns((all) => (all.some(({ sid }) => sid === news.sid) ? all : [signIn, ...all]));
    }
  });

  useReturn(() =>
    reading.run(
      (signal) => bank.get('/api/sessions', { background: true, signal }),
      ({ items }) => {
        const own = items.find(({ current }) => current);
        const younger = items.filter(({ createdAt }) => own && createdAt > own.createdAt);
        const seen = younger.map(({ createdAt, ...one }) => ({ ...one, at: createdAt }));
        setSignIns(seen.filter(({ sid }) => !isAnswered(session, sid)));
      },
      () => {}, // Told again at the next return, or by the list of devices.
    ),
  );

  return {
    signIns: signIns.filter(({ sid }) => !putOff.includes(sid)),
    /** Asks again with the next page that is loaded. */
    putOff: () => setPutOff(signIns.map(({ sid }) => sid)),
    /** What signs the customer in that was changed elsewhere. */
    changed,
    forgetChange: () => setChanged(null),
    answered(sid: string) {
      answer(session, sid);
      setSignIns((all) => all.filter((one) => one.sid !== sid));
    },
  };
}
