import { pageData } from '#app/_access/page-error.ts';
import { requireStaffPage } from '#app/_access/page-session.ts';
import { LensSwitch } from '#app/_frame/lens/lens-switch.tsx';
import { LookSettings } from '#app/_frame/look-settings.tsx';
import { passkeyCardProps } from '#app/_frame/passkeys/card-props.ts';
import { PasskeyCard } from '#app/_frame/passkeys/passkey-card.tsx';
import { Title } from '#app/_frame/title.tsx';
import { messages } from '#app/_words/server.ts';
import { readPasskeys } from '#lib/identity/passkeys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { lacksPasskey } from '#lib/staff/permissions.ts';

/** How the console looks, and one's passkeys: all that there is before the first one, where it is required. */
export default async function StaffSettingsPage() {
  const session = await requireStaffPage({ withoutPasskey: true });
  const { document } = session;
  const passkeys = await pageData(() => readPasskeys(webRedis(), document.user));
  const all = await messages();
  return (
    <div className="grid max-w-[36rem] gap-3 lg:gap-6">
      <Title of={all.settings.title} />
      <h1 className="sr-only">{all.settings.title}</h1>
      {lacksPasskey(session) && (
        <p role="status" className="card">
          {all.passkeys.required}
        </p>
      )}
      <PasskeyCard {...passkeyCardProps(all, document, passkeys)} />
      <LookSettings />
      <LensSwitch />
    </div>
  );
}
