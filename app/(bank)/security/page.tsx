import { pageData } from '#app/_access/page-error.ts';
import { pageDetailsMs, requireCustomerPage } from '#app/_access/page-session.ts';
import { mayKeep } from '#app/_client/worker/rules.ts';
import { Words } from '#app/_words/context.tsx';
import { messages, pick, titled } from '#app/_words/server.ts';
import { confirmDetails } from '#app/(bank)/_details/details-action.ts';
import { OfflineCard } from '#app/(bank)/security/_offline/offline-card.tsx';
import { ConfirmPassword } from '#app/(bank)/security/_password/confirm-password.tsx';
import { Profile } from '#app/(bank)/security/_security/profile.tsx';
import { Security } from '#app/(bank)/security/_security/security.tsx';
import { confirmAndEnd } from '#app/(bank)/security/_sessions/end-sessions-action.ts';
import { ownTrail } from '#lib/audit/own-trail.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { listSessions } from '#lib/sessions/list.ts';
import { sessionView } from '#lib/sessions/view.ts';
import { maskedProfile } from '#lib/sign-in/own-details.ts';

export const generateMetadata = titled((words) => words.security.title);

const FIRST_EVENTS = 10;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where one is signed in, one's password, what happened lately, and who one is here. */
export default async function SecurityPage({ searchParams }: Props) {
  const session = await pageData(requireCustomerPage);
  const { document } = session;
  const redis = webRedis();
  const [living, trail, now] = await pageData(() =>
    Promise.all([
      listSessions(redis, document.user),
      ownTrail(redis, document, { limit: FIRST_EVENTS }),
      redisNow(redis),
    ]),
  );
  const params = await searchParams;
  const { act, sid, here, error } = params;
  const forMs = await pageData(() => pageDetailsMs(session, params));
  const asked = { error: String(error) };
  const { title } = (await messages()).security;
  return (
    <Words words={await pick('security', 'offline', 'details')}>
      <h1 className="sr-only">{title}</h1>
      <Security
        sessions={living.map((session) => sessionView(session, document.sid))}
        trail={trail}
        now={Math.round(now)}
        username={document.username}
        notMe={act === 'not-me'}
        confirm={
          (act === 'confirm' && (
            <ConfirmPassword {...asked} action={confirmAndEnd} about={['sid', String(sid)]} />
          )) ||
          (act === 'details' && (
            <ConfirmPassword {...asked} action={confirmDetails} about={['here', String(here)]} />
          ))
        }
        offline={mayKeep(document) && <OfflineCard />}
        profile={
          <Profile
            username={document.username}
            masked={maskedProfile(document.profile)}
            drawn={forMs > 0 ? { details: document.profile, forMs } : null}
          />
        }
      />
    </Words>
  );
}
