'use client';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { Catalogue } from '#app/_words/catalogue.ts';

const POSTPONED = 'redisBank.passkeyPostponed';

/** That staff need a passkey, where they may postpone it: until they sign in again. */
export function PasskeyUrge({
  session,
  words,
}: {
  session: string;
  words: Pick<Catalogue['passkeys'], 'urged' | 'toAdd' | 'later'>;
}) {
  const [urged, setUrged] = useState(false);
  useEffect(() => setUrged(sessionStorage.getItem(POSTPONED) !== session), [session]);
  if (!urged) return null;

  function postpone() {
    sessionStorage.setItem(POSTPONED, session);
    setUrged(false);
  }
  return (
    <div
      role="status"
      className="card mt-2 flex flex-wrap items-center gap-2 !py-2"
      data-testid="passkey-urge"
    >
      <p className="flex-1 basis-60">{words.urged}</p>
      <span className="flex flex-wrap gap-2">
        <Link href="/staff/settings" prefetch={false} className="button">
          {words.toAdd}
        </Link>
        <button type="button" className="button" onClick={postpone}>
          {words.later}
        </button>
      </span>
    </div>
  );
}
