import type { ReactNode } from 'react';
import { streamPosition } from '#app/_access/chosen-account.ts';
import { pageData } from '#app/_access/page-error.ts';
import { requirePageSession } from '#app/_access/page-session.ts';
import { mayStore } from '#app/_client/worker/rules.ts';
import { BankFrame } from '#app/_frame/bank-frame.tsx';
import { lifetimeOf } from '#app/_frame/session/session-lifetime.ts';
import { BookedTexts } from '#app/_words/context.tsx';
import { amountsHidden, requestTexts } from '#app/_words/server.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { listSessions } from '#lib/sessions/list.ts';
import { shortAddress } from '#lib/sessions/short-address.ts';

/** What the frame of a customer's pages is rendered from. Each page checks the session itself. */
export default async function BankLayout({ children }: { children: ReactNode }) {
  const { document: session } = await requirePageSession();
  // The stream's position is read before the list: a sign-in in between comes by the stream.
  const after = await pageData(() => streamPosition(session.user));
  const [signIns, now] = await pageData(() => Promise.all([youngerThan(session), redisNow(webRedis())]));
  return (
    <BookedTexts texts={await requestTexts()}>
      <BankFrame
        name={session.profile.name}
        lifetime={lifetimeOf(session, Math.round(now))}
        after={after}
        hideAmounts={await amountsHidden()}
        mayStore={mayStore(session)}
        signIns={signIns}
      >
        {children}
      </BankFrame>
    </BookedTexts>
  );
}

/** Sign-ins after this one: the customer is asked about each. */
async function youngerThan({ user, sid: own }: SessionDocument) {
  const younger = await listSessions(webRedis(), user, own);
  return younger.map(({ sid, createdAt, device: { browser, system, address } }) => ({
    sid,
    at: createdAt,
    browser,
    system,
    address: shortAddress(address),
  }));
}
