import { mayKeep } from '#app/_offline/worker/rules.mjs';
import { pageData } from '#app/_page-error.ts';
import { requireCustomerPage } from '#app/_session.ts';
import { Words } from '#app/_ui/messages/context.tsx';
import { messages, pick, requestFormat, titled } from '#app/_ui/messages/server.ts';
import { OfflineCard } from '#app/_ui/offline/offline-card.tsx';
import { ConfirmEnd } from '#app/_ui/security/confirm-end.tsx';
import { Security } from '#app/_ui/security/security.tsx';
import { ownTrail } from '#lib/auth/audit-view.ts';
import { sessionView } from '#lib/auth/session-view.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { listSessions } from '#lib/sessions/list.ts';

export const generateMetadata = titled((words) => words.security.title);

const FIRST_EVENTS = 10;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where one is signed in, one's password, what happened lately, and who one is here. */
export default async function SecurityPage({ searchParams }: Props) {
  const { document } = await pageData(requireCustomerPage);
  const redis = webRedis();
  const [living, trail, now] = await pageData(() =>
    Promise.all([
      listSessions(redis, document.user),
      ownTrail(redis, document, { limit: FIRST_EVENTS }),
      redisNow(redis),
    ]),
  );
  const { act, sid, error } = await searchParams;
  const { title } = (await messages()).security;
  return (
    <Words words={await pick('security', 'offline')}>
      <h1 className="sr-only">{title}</h1>
      <Security
        sessions={living.map((session) => sessionView(session, document.sid))}
        trail={trail}
        now={Math.round(now)}
        username={document.username}
        notMe={act === 'not-me'}
        confirm={act === 'confirm' && <ConfirmEnd sid={String(sid)} error={String(error)} />}
        offline={mayKeep(document) && <OfflineCard />}
        profile={<Profile {...document.profile} username={document.username} />}
      />
    </Words>
  );
}

type ProfileProps = { name: string; email: string; dateOfBirth: string; username: string };

async function Profile({ name, email, dateOfBirth, username }: ProfileProps) {
  const { security: words } = await messages();
  const { shortWithYear } = await requestFormat();
  const facts = [
    [words.name, name],
    [words.username, username],
    [words.email, email],
    // A day, not a moment: noon is that day wherever the bank is.
    [words.dateOfBirth, shortWithYear(Date.parse(`${dateOfBirth}T12:00:00Z`))],
  ] as const;
  return (
    <section className="card" aria-labelledby="profile">
      <h2 id="profile" className="mb-1 font-strong">
        {words.profile}
      </h2>
      <dl>
        {facts.map(([term, value]) => (
          <div
            key={term}
            className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 border-line py-2 not-last:border-b"
          >
            <dt className="text-ink-soft">{term}</dt>
            <dd className="ml-auto text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
