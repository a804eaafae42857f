import type { ReactNode } from 'react';
import { pageData } from '#app/_access/page-error.ts';
import { requirePageSession } from '#app/_access/page-session.ts';
import { LiveProvider } from '#app/_client/live/live-provider.tsx';
import { IdleGuard } from '#app/_frame/session/idle-guard.tsx';
import { lifetimeOf } from '#app/_frame/session/session-lifetime.ts';
import { StepUpProvider } from '#app/_frame/session/step-up.tsx';
import { SignOut } from '#app/_frame/sign-out.tsx';
import { SkipLink } from '#app/_frame/skip-link.tsx';
import { WorkerCare } from '#app/_frame/worker-care.tsx';
import { Mark } from '#app/_kit/mark.tsx';
import { fill, slice } from '#app/_words/catalogue.ts';
import { messages } from '#app/_words/server.ts';
import { named } from '#app/(staff)/_shared/names.ts';
import { PasskeyUrge } from '#app/(staff)/_shared/passkey-urge.tsx';
import { StaffNav } from '#app/(staff)/_shared/staff-nav.tsx';
import { passkeyRule } from '#lib/identity/passkey-policy.ts';
import { countPasskeys } from '#lib/identity/passkeys.ts';
import { roleSchema } from '#lib/identity/roles.ts';
import { lastStreamId } from '#lib/live/live-log.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';

/**
 * The staff's frame: who one is, as what, and the way out. It holds the stream that wipes the page when its session
 * is ended, the warning before it goes idle, and the dialog that asks for the password. Each page checks the session.
 */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const { document: session } = await requirePageSession();
  const redis = webRedis();
  const [after, passkeys, now] = await pageData(() =>
    Promise.all([lastStreamId(redis, session.user), countPasskeys(redis, session.user), redisNow(redis)]),
  );
  const urged = passkeyRule(roleSchema.parse(session.role)) === 'urged' && passkeys === 0;
  const { frame, staff, passkeys: passkeyWords } = await messages();
  return (
    <LiveProvider session={session.sid} after={after}>
      <WorkerCare who="not-stored" />
      <StepUpProvider>
        <SkipLink />
        <div className="mx-auto max-w-[90rem] px-2 py-3 sm:px-4 lg:px-8 lg:py-5">
          <header className="flex min-h-14 items-center gap-3 px-1">
            <Mark />
            <p className="hidden font-strong sm:block">{frame.bank}</p>
            <p className="min-w-0 grow text-small text-ink-soft sm:text-right">
              <span className="sr-only">{fill(frame.signedInAs, { name: session.profile.name })}</span>
              <span aria-hidden="true" className="block truncate sm:inline">
                {session.profile.name}
              </span>
              <span className="sm:ml-2">
                <span className="sr-only">{staff.role}: </span>
                {named(staff.roles, session.role)}
              </span>
            </p>
            <SignOut />
          </header>
          <StaffNav
            label={staff.nav}
            items={[
              { href: '/staff', name: staff.title },
              { href: '/staff/people', name: staff.people },
              { href: '/staff/audit', name: staff.auditLog },
              { href: '/staff/settings', name: frame.settings },
            ]}
          />
          {urged && (
            <PasskeyUrge session={session.sid} words={slice(passkeyWords, 'urged', 'toAdd', 'later')} />
          )}
          <main id="main" tabIndex={-1} className="pt-4">
            {children}
          </main>
        </div>
        <IdleGuard lifetime={lifetimeOf(session, Math.round(now))} />
      </StepUpProvider>
    </LiveProvider>
  );
}
