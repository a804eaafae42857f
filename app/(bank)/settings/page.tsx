import Link from 'next/link';
import { requireCustomerPage } from '#app/_access/page-session.ts';
import { mayStore } from '#app/_client/worker/rules.ts';
import { LensSwitch } from '#app/_frame/lens/lens-switch.tsx';
import { LookSettings } from '#app/_frame/look-settings.tsx';
import { SignOut } from '#app/_frame/sign-out.tsx';
import { Title } from '#app/_frame/title.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { messages } from '#app/_words/server.ts';
import { HideAmounts } from '#app/(bank)/settings/_settings/hide-amounts.tsx';
import { OfflineCard } from '#app/(bank)/settings/_settings/offline-card.tsx';

const HIDE_TEXT = 'hide-text';

/** How the bank looks, what this device stores, and the way out. */
export default async function SettingsPage() {
  const { document } = await requireCustomerPage();
  const { settings: words, frame } = await messages();
  return (
    <>
      <Title of={words.title} />
      <div className="mx-auto grid max-w-[36rem] gap-3 lg:mx-0 lg:gap-6">
        <h1 className="px-4 pt-2 text-title font-strong lg:px-0 lg:pt-0">{words.title}</h1>
        <LookSettings>
          <div className="mt-4 border-t border-line pt-2">
            <HideAmounts describedBy={HIDE_TEXT} />
            <p id={HIDE_TEXT} className="text-small text-ink-soft">
              {words.hideText}
            </p>
          </div>
        </LookSettings>
        {mayStore(document) && <OfflineCard />}
        <LensSwitch />
        <section className="card" aria-labelledby="account">
          <h2 id="account" className="font-strong">
            {words.account}
          </h2>
          <p className="mt-1 text-small text-ink-soft">
            {fill(frame.signedInAs, { name: document.profile.name })}
          </p>
          <p className="my-2">
            <Link href="/security" prefetch={false} className="text-link inline-flex min-h-11 items-center">
              {words.toSecurity}
            </Link>
          </p>
          <SignOut look="wide" />
        </section>
      </div>
    </>
  );
}
