import { chooseAccount } from '#app/_access/chosen-account.ts';
import { pageData } from '#app/_access/page-error.ts';
import { pageDetailsMs, requireCustomerPage } from '#app/_access/page-session.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { passkeyCardProps } from '#app/_frame/passkeys/card-props.ts';
import { Title } from '#app/_frame/title.tsx';
import { Amounts } from '#app/_words/context.tsx';
import { messages } from '#app/_words/server.ts';
import { confirmDetails } from '#app/(bank)/_details/actions.ts';
import { OwnPasskeys } from '#app/(bank)/security/_passkeys/own-passkeys.tsx';
import { PaymentKeys } from '#app/(bank)/security/_passkeys/payment-keys.tsx';
import { ConfirmPassword } from '#app/(bank)/security/_password/confirm-password.tsx';
import { PasswordCard } from '#app/(bank)/security/_password/password-card.tsx';
import { Profile } from '#app/(bank)/security/_security/profile.tsx';
import { Security } from '#app/(bank)/security/_security/security.tsx';
import { confirmAndEnd } from '#app/(bank)/security/actions.ts';
import { profileWords, securityWords } from '#app/(bank)/security/words.ts';
import { ownAuditLog } from '#lib/audit/own-log.ts';
import { readPasskeys } from '#lib/identity/passkeys.ts';
import { paymentKeysOf } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { of } from '#lib/redis/recorder.ts';
import { listSessions } from '#lib/sessions/list.ts';
import { sessionView } from '#lib/sessions/view.ts';
import { maskedProfile } from '#lib/sign-in/own-details.ts';

const FIRST_EVENTS = 10;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where one is signed in, one's passkeys and password, what happened lately, and who one is here. */
export default async function SecurityPage({ searchParams }: Props) {
  const session = await requireCustomerPage();
  const { document } = session;
  const redis = webRedis();
  const [living, log, passkeys, keys, chosen, now] = await pageData(() =>
    Promise.all([
      of('devices', () => listSessions(redis, document.user)),
      of('events', () => ownAuditLog(redis, document, { limit: FIRST_EVENTS })),
      of('passkeys', () => readPasskeys(redis, document.user)),
      of('keys', () => paymentKeysOf(redis, document.user)),
      chooseAccount(document.user, undefined),
      redisNow(redis),
    ]),
  );
  const params = await searchParams;
  const { act, sid, here, error } = params;
  const forMs = await pageDetailsMs(session, params);
  const asked = { error: String(error) };
  const all = await messages();
  return (
    <>
      <Title of={all.security.title} />
      <h1 className="sr-only">{all.security.title}</h1>
      <Security
        sessions={living.map((session) => sessionView(session, document.sid))}
        log={log}
        now={Math.round(now)}
        words={securityWords(all)}
        confirm={
          (act === 'confirm' && (
            <ConfirmPassword {...asked} action={confirmAndEnd} about={['sid', String(sid)]} />
          )) ||
          (act === 'details' && (
            <ConfirmPassword {...asked} action={confirmDetails} about={['here', String(here)]} />
          ))
        }
      >
        <OwnPasskeys {...passkeyCardProps(all, document, passkeys)} paying={keys.items.map(({ id }) => id)} />
        {chosen && (
          <Amounts hidden={false}>
            <PaymentKeys drawn={keys} currency={chosen.account.currency} words={all.paymentKeys} />
          </Amounts>
        )}
        <PasswordCard username={document.username} notMe={act === 'not-me'} />
        <Profile
          username={document.username}
          masked={maskedProfile(document.profile)}
          drawn={forMs > 0 ? { details: document.profile, forMs } : null}
          words={profileWords(all)}
        />
      </Security>
      <Lens page="security" />
    </>
  );
}
