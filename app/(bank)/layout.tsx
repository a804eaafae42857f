import type { ReactNode } from 'react';
import { streamPosition } from '#app/_access/chosen-account.ts';
import { pageData } from '#app/_access/page-error.ts';
import { requirePageSession } from '#app/_access/page-session.ts';
import { LiveProvider } from '#app/_client/live/live-provider.tsx';
import { mayStore } from '#app/_client/worker/rules.ts';
import { LanguageSwitch } from '#app/_frame/language-switch.tsx';
import { Nav } from '#app/_frame/nav.tsx';
import { Privacy, PrivacyButton } from '#app/_frame/privacy.tsx';
import { IdleGuard } from '#app/_frame/session/idle-guard.tsx';
import { lifetimeOf } from '#app/_frame/session/session-lifetime.ts';
import { SignInWarning } from '#app/_frame/session/sign-in-warning.tsx';
import { StepUpProvider } from '#app/_frame/session/step-up.tsx';
import { idleWords, signInWords, stepUpWords } from '#app/_frame/session/words.ts';
import { SignOut } from '#app/_frame/sign-out.tsx';
import { SkipLink } from '#app/_frame/skip-link.tsx';
import { StatusLine } from '#app/_frame/status-line.tsx';
import { WorkerCare } from '#app/_frame/worker-care.tsx';
import { Mark } from '#app/_kit/icons.tsx';
import { fill, slice } from '#app/_words/catalogue.ts';
import { amountsHidden, messages } from '#app/_words/server.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { listSessions } from '#lib/sessions/list.ts';

/** The frame: navigation, whose account it is, sign-out on every page. Each page checks the session itself. */
export default async function BankLayout({ children }: { children: ReactNode }) {
  const { document: session } = await requirePageSession();
  // The stream's position is read before the list: a sign-in in between comes by the stream.
  const after = await pageData(() => streamPosition(session.user));
  const [signIns, now] = await pageData(() => Promise.all([youngerThan(session), redisNow(webRedis())]));
  const all = await messages();
  const words = all.frame;
  return (
    <LiveProvider session={session.sid} after={after}>
      <Privacy
        initially={await amountsHidden()}
        words={slice(
          words,
          'hideAmounts',
          'amountsHidden',
          'amountsShown',
          'amountsNotKept',
          'amountsNotShown',
        )}
      >
        <WorkerCare who={mayStore(session) ? 'customer' : 'not-stored'} />
        <StepUpProvider words={stepUpWords(all)}>
          <SkipLink label={words.skip} />
          <div className="mx-auto max-w-[90rem] lg:grid lg:grid-cols-[13.75rem_minmax(0,1fr)] print:!block">
            <div className="lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:border-r lg:border-line lg:px-3 lg:py-6 print:!hidden">
              <header className="flex min-h-14 items-center gap-3 pr-2 pl-4 lg:mb-6 lg:pr-0 lg:pl-3">
                <Mark />
                <p className="hidden grow font-strong whitespace-nowrap lg:block">{words.bank}</p>
                <PrivacyButton className="max-lg:hidden" />
                <p className="min-w-0 grow truncate font-strong lg:hidden">{session.profile.name}</p>
                <div className="flex shrink-0 lg:hidden">
                  <PrivacyButton />
                  <LanguageSwitch short />
                  <SignOut label={words.signOut} />
                </div>
              </header>
              <Nav words={slice(words, 'nav', 'overview', 'transactions', 'security')} />
              <footer className="mt-auto hidden lg:block">
                <p className="px-3 pb-3 text-small text-ink-soft [text-wrap:balance]">
                  {fill(words.signedInAs, { name: session.profile.name })}
                </p>
                <SignOut label={words.signOut} look="rail" />
                <LanguageSwitch className="px-1 pt-1" />
              </footer>
            </div>
            <div className="min-w-0">
              <StatusLine
                words={slice(words, 'connecting', 'reconnecting', 'offline', 'offlineShort', 'back')}
              />
              {/* What slides in from the side must not make the page wider: phones would zoom out for it. */}
              <main
                id="main"
                tabIndex={-1}
                className="mx-auto max-w-[75rem] overflow-x-clip px-2 pb-[calc(5rem+env(safe-area-inset-bottom))] sm:px-4 lg:px-8 lg:py-6"
              >
                {children}
              </main>
            </div>
          </div>
          <SignInWarning session={session.sid} known={signIns} words={signInWords(all)} />
          <IdleGuard lifetime={lifetimeOf(session, Math.round(now))} words={idleWords(all)} />
        </StepUpProvider>
      </Privacy>
    </LiveProvider>
  );
}

/** Sign-ins after this one: the customer is asked about each. */
async function youngerThan({ user, sid: own }: SessionDocument) {
  const younger = await listSessions(webRedis(), user, own);
  return younger.map(({ sid, device: { browser, system } }) => ({ sid, browser, system }));
}
