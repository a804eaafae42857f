'use client';
import { beginSignOut } from '#app/_client/live/signing-out.ts';
import { SignOutIcon } from '#app/_kit/icons.tsx';
import { useShared } from '#app/_words/context.tsx';
import { signOut } from './actions.ts';

const LOOKS = {
  /** In the head of a phone's page. */
  small:
    'flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-field px-2 text-small text-ink-soft hover:bg-sunken hover:text-ink',
  /** In the rail. */
  rail: 'flex min-h-11 w-full items-center gap-3 rounded-field px-3 text-ink-soft hover:bg-sunken hover:text-ink',
  wide: 'button w-full',
} as const;

/** A form, so that it works before JavaScript arrives. */
export function SignOut({ label, look = 'small' }: { label?: string; look?: keyof typeof LOOKS }) {
  const { signOut: usual } = useShared().frame;
  return (
    <form action={signOut} onSubmit={beginSignOut}>
      <button type="submit" className={LOOKS[look]} title={label ?? usual}>
        <SignOutIcon />
        {/* The name of whose account it is needs the room more. */}
        <span className={look === 'small' ? 'max-sm:sr-only' : undefined}>{label ?? usual}</span>
      </button>
    </form>
  );
}
