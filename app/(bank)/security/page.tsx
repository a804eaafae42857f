import type { ReactNode } from 'react';
import { pageData } from '#app/_page-error.ts';
import { requireCustomerPage } from '#app/_session.ts';
import { makeFormat } from '#app/_ui/format.ts';
import { SignOut } from '#app/_ui/frame/sign-out.tsx';
import { LOCALE, messages } from '#app/_ui/messages/server.ts';
import { deviceName, SessionList } from '#app/_ui/security/session-list.tsx';
import { sessionView } from '#lib/auth/session-view.ts';
import { config } from '#lib/config.ts';
import { webRedis } from '#lib/redis/client.ts';
import { listSessions } from '#lib/sessions/list.ts';

export const metadata = { title: messages().security.title };

/** Who one is here, this session with its two ends, and one's other sessions. */
export default async function SecurityPage() {
  const { document } = await pageData(requireCustomerPage);
  const living = await pageData(() => listSessions(webRedis(), document.user));
  const { security: words, dates, frame } = messages();
  const { timeZone } = config();
  const { full, shortWithYear } = makeFormat(LOCALE, timeZone, dates);
  const { profile, username, policy, device } = document;
  return (
    <div className="grid gap-3 lg:grid-cols-2 lg:items-start lg:gap-6">
      <h1 className="sr-only">{words.title}</h1>
      <Card title={words.session}>
        <Facts
          facts={[
            [words.deviceName, deviceName(device)],
            [words.since, full(document.createdAt)],
            [words.idleEnd, full(document.idleExpiresAt)],
            [words.end, full(document.absoluteExpiresAt)],
            [words.remembered, policy === 'remembered' ? words.yes : words.no],
          ]}
        />
        <p className="mt-4 mb-2 text-small text-ink-soft">{words.signOutHint}</p>
        <SignOut label={frame.signOut} look="button" />
      </Card>
      <Card title={words.profile}>
        <Facts
          facts={[
            [words.name, profile.name],
            [words.username, username],
            [words.email, profile.email],
            // A day, not a moment: noon is that day wherever the bank is.
            [words.dateOfBirth, shortWithYear(Date.parse(`${profile.dateOfBirth}T12:00:00Z`))],
          ]}
        />
      </Card>
      <Card title={words.others} wide>
        <SessionList sessions={living.map((session) => sessionView(session, document.sid))} full={full} />
      </Card>
    </div>
  );
}

const Card = ({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) => (
  <section className={wide ? 'card lg:col-span-2' : 'card'}>
    <h2 className="mb-2 font-strong">{title}</h2>
    {children}
  </section>
);

const Facts = ({ facts }: { facts: [name: string, value: string][] }) => (
  <dl>
    {facts.map(([name, value]) => (
      <div
        key={name}
        className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 border-line py-2 not-last:border-b"
      >
        <dt className="text-ink-soft">{name}</dt>
        <dd className="ml-auto text-right">{value}</dd>
      </div>
    ))}
  </dl>
);
