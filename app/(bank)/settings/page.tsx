import Link from 'next/link';
import { chooseAccount } from '#app/_access/chosen-account.ts';
import { pageData } from '#app/_access/page-error.ts';
import { pageDetailsMs, requireCustomerPage } from '#app/_access/page-session.ts';
import type { SearchParams } from '#app/_access/search-params.ts';
import { mayStore } from '#app/_client/worker/rules.ts';
import { Lens } from '#app/_frame/lens/lens.tsx';
import { LensSwitch } from '#app/_frame/lens/lens-switch.tsx';
import { LookSettings } from '#app/_frame/look-settings.tsx';
import { SignOut } from '#app/_frame/sign-out.tsx';
import { Title } from '#app/_frame/title.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { messages } from '#app/_words/server.ts';
import { HideAmounts } from '#app/(bank)/settings/_settings/hide-amounts.tsx';
import { OfflineCard } from '#app/(bank)/settings/_settings/offline-card.tsx';
import { ShareNumbers } from '#app/(bank)/settings/_settings/share-numbers.tsx';
import { shareWords } from '#app/(bank)/settings/words.ts';
import { withFullNumbers } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';

const HIDE_TEXT = 'hide-text';

type Props = { searchParams: Promise<SearchParams> };

/** How the bank looks, what this device stores, how one is paid, and the way out. */
export default async function SettingsPage({ searchParams }: Props) {
  const session = await requireCustomerPage();
  const { document } = session;
  const forMs = await pageDetailsMs(session, await searchParams);
  const chosen = await pageData(() => chooseAccount(document.user, undefined));
  const accounts = chosen?.accounts ?? [];
  const whole =
    forMs === 0 ? null : await pageData(() => withFullNumbers(webRedis(), document.user, accounts));
  const all = await messages();
  const { settings: words, frame } = all;
  return (
    <>
      <Title of={words.title} />
      <div className="mx-auto grid max-w-[36rem] gap-3 lg:max-w-none lg:grid-cols-2 lg:items-start lg:gap-6">
        <h1 className="px-4 pt-2 text-title font-strong lg:col-span-2 lg:px-0 lg:pt-0">{words.title}</h1>
        <div className="grid min-w-0 gap-3 lg:gap-6">
          <LookSettings>
            <div className="mt-4 border-t border-line pt-2">
              <HideAmounts describedBy={HIDE_TEXT} />
              <p id={HIDE_TEXT} className="text-small text-ink-soft">
                {words.hideText}
              </p>
            </div>
          </LookSettings>
          {mayStore(document) && <OfflineCard />}
        </div>
        <div className="grid min-w-0 gap-3 lg:gap-6">
          {accounts.length > 0 && (
            <ShareNumbers
              name={document.profile.name}
              accounts={accounts.map(({ id, name, number }) => ({ id, name, number }))}
              drawn={
                whole && { details: Object.fromEntries(whole.map(({ id, number }) => [id, number])), forMs }
              }
              words={shareWords(all)}
            />
          )}
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
      </div>
      <Lens page="settings" />
    </>
  );
}
