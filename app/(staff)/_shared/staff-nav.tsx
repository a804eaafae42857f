'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classes } from '#app/_kit/class-names.ts';

type Props = { label: string; items: readonly { href: string; name: string }[] };

/** The staff's pages. Nothing is prefetched: what they show is live. */
export function StaffNav({ label, items }: Props) {
  const path = usePathname();
  return (
    <nav aria-label={label}>
      <ul className="flex overflow-x-auto border-b border-line sm:gap-1">
        {items.map(({ href, name }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={path === href ? 'page' : undefined}
              className={classes(
                'flex min-h-11 items-center border-b-2 px-3 whitespace-nowrap outline-offset-[-2px] max-sm:px-1.5 max-sm:text-small',
                path === href ? 'border-ink font-strong' : 'border-transparent text-ink-soft hover:text-ink',
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
