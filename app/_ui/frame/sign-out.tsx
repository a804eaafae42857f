import { SignOutIcon } from '#app/_ui/icons.tsx';
import { signOut } from './sign-out-action.ts';

/** A form, so that it works before JavaScript arrives. */
export const SignOut = ({ label, wide = false }: { label: string; wide?: boolean }) => (
  <form action={signOut}>
    <button
      type="submit"
      className={
        wide
          ? 'flex min-h-11 w-full items-center gap-3 rounded-field px-3 text-ink-soft hover:bg-sunken hover:text-ink'
          : 'flex min-h-11 items-center gap-2 rounded-field px-2 text-small text-ink-soft hover:bg-sunken hover:text-ink'
      }
    >
      <SignOutIcon />
      {label}
    </button>
  </form>
);
