'use client';
import Link, { useLinkStatus } from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { ListIcon, OverviewIcon, SettingsIcon, ShieldIcon } from '#app/_kit/icons.tsx';
import { useShared } from '#app/_words/context.tsx';

const ITEMS = [
  { href: '/overview', word: 'overview', icon: <OverviewIcon /> },
  { href: '/transactions', word: 'transactions', icon: <ListIcon /> },
  { href: '/security', word: 'security', icon: <ShieldIcon /> },
  // On a phone a link in the first row leads there.
  { href: '/settings', word: 'settings', icon: <SettingsIcon />, railOnly: true },
] as const satisfies { href: string; word: string; icon: ReactNode; railOnly?: true }[];

/** Shows that a tap was received when the next page takes a while. */
function Pending() {
  const { pending } = useLinkStatus();
  return (
    pending && (
      <span
        aria-hidden="true"
        className="arriving-late absolute inset-x-3 bottom-0 h-0.5 rounded-full bg-ink-soft"
      />
    )
  );
}

/** The navigation: a bar under the thumb on a phone, a rail on a desktop. Nothing is prefetched: pages are live. */
export function Nav() {
  const { frame: words } = useShared();
  const path = usePathname();
  // The chosen account stays chosen from page to page; the list has all of them until one is chosen.
  const chosen = useSearchParams().get('account');
  const opened = /^\/transactions\/([^/]+)\/\d/.exec(path)?.[1];
  const hrefOf = (href: string) => {
    const account = href === '/transactions' ? chosen : (chosen ?? opened);
    return account ? `${href}?account=${account}` : href;
  };
  return (
    <nav
      aria-label={words.nav}
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] lg:static lg:border-0 lg:bg-transparent lg:pb-0"
    >
      <ul className="grid grid-cols-3 lg:grid-cols-1 lg:gap-1">
        {ITEMS.map(({ href, word, icon, ...item }) => {
          const here = path === href || path.startsWith(`${href}/`);
          return (
            <li key={href} className={'railOnly' in item ? 'max-lg:hidden' : undefined}>
              <Link
                href={hrefOf(href)}
                prefetch={false}
                aria-current={here ? 'page' : undefined}
                className={classes(
                  'relative flex min-h-14 flex-col items-center justify-center gap-0.5 px-1 text-small lg:min-h-11 lg:flex-row lg:justify-start lg:gap-3 lg:rounded-field lg:px-3 lg:text-body',
                  'outline-offset-[-2px]',
                  here
                    ? 'font-strong text-ink lg:bg-sunken'
                    : 'text-ink-soft hover:text-ink lg:hover:bg-sunken',
                )}
              >
                {icon}
                {words[word]}
                <Pending />
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
