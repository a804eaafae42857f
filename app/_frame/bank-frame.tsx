'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { LiveProvider } from '#app/_client/live/live-provider.tsx';
import { Initial } from '#app/_kit/initial.tsx';
import { Mark } from '#app/_kit/mark.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useShared } from '#app/_words/context.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Nav } from './nav.tsx';
import { Privacy, PrivacyButton } from './privacy.tsx';
import { IdleGuard, type Lifetime } from './session/idle-guard.tsx';
import { SignInWarning } from './session/sign-in-warning.tsx';
import { StepUpProvider } from './session/step-up.tsx';
import type { SignIn } from './session/use-sign-ins.ts';
import { SignOut } from './sign-out.tsx';
import { SkipLink } from './skip-link.tsx';
import { StatusLine } from './status-line.tsx';
import { WorkerCare } from './worker-care.tsx';

/**
 * The frame of a customer's pages: navigation, whose account it is, the way to settings and out. One island, since nearly
 * all of it lives: its elements would stand in each document twice.
 */
export function BankFrame({
  name,
  lifetime,
  after,
  hideAmounts,
  mayStore,
  signIns,
  children,
}: {
  name: string;
  lifetime: Lifetime;
  /** The stream's position. */
  after: string;
  hideAmounts: boolean;
  /** Whether data may be stored for offline use. */
  mayStore: boolean;
  /** Younger than this session. */
  signIns: readonly SignIn[];
  children: ReactNode;
}) {
  const { frame: words } = useShared();
  const { session } = lifetime;
  return (
    <LiveProvider session={session} after={after}>
      <Privacy initially={hideAmounts}>
        <WorkerCare who={mayStore ? 'customer' : 'not-stored'} />
        <StepUpProvider>
          <SkipLink />
          <div className="mx-auto max-w-[90rem] lg:grid lg:grid-cols-[13.75rem_minmax(0,1fr)] print:!block">
            <div className="lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:border-r lg:border-line lg:px-3 lg:py-6 print:!hidden">
              <header className="flex min-h-14 items-center gap-3 pr-2 pl-4 lg:mb-6 lg:pr-0 lg:pl-3">
                <Mark />
                <p className="hidden grow font-strong whitespace-nowrap lg:block">{words.bank}</p>
                <PrivacyButton className="max-lg:hidden" />
                <p className="min-w-0 grow truncate font-strong lg:hidden">{name}</p>
                <div className="flex shrink-0 lg:hidden">
                  <PrivacyButton />
                  <SettingsLink name={name} />
                </div>
              </header>
              <Nav />
              <footer className="mt-auto hidden lg:block">
                <p className="px-3 pb-3 text-small text-ink-soft [text-wrap:balance]">
                  {fill(words.signedInAs, { name })}
                </p>
                <SignOut look="rail" />
                <LanguageSwitch className="px-1 pt-1" />
              </footer>
            </div>
            <div className="min-w-0">
              <StatusLine />
              <SignInWarning session={session} known={signIns} />
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
          <IdleGuard lifetime={lifetime} />
        </StepUpProvider>
      </Privacy>
    </LiveProvider>
  );
}

/** On a phone, where the bar has no room for it. */
function SettingsLink({ name }: { name: string }) {
  const { settings } = useShared().frame;
  return (
    <Link
      href="/settings"
      prefetch={false}
      aria-label={settings}
      title={settings}
      className="flex size-11 items-center justify-center rounded-full"
    >
      <Initial name={name} />
    </Link>
  );
}
