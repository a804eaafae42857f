'use client';
import { classes } from '#app/_ui/class-names.ts';
import { useWords } from '#app/_ui/messages/context.tsx';
import { toggleDetails } from './details-action.ts';
import type { useDetails } from './use-details.ts';

/**
 * Shows details or hides them again. A form of its own until JavaScript arrives: it leads to the question for the
 * password, and from there back to `here`, which then has the details in it.
 */
export function DetailsToggle({
  details: { shown, busy, wrong, toggle },
  here,
  show,
  hide,
  className,
}: {
  details: Pick<ReturnType<typeof useDetails>, 'busy' | 'wrong' | 'toggle'> & { shown: unknown };
  /** The page's own address. */
  here: string;
  show: string;
  hide: string;
  className?: string;
}) {
  const words = useWords('details');
  const isShown = shown !== null;
  return (
    <form
      action={toggleDetails}
      onSubmit={(event) => {
        event.preventDefault();
        toggle();
      }}
      className={classes('print:hidden', className)}
    >
      <input type="hidden" name="here" value={here} />
      {isShown && <input type="hidden" name="hide" value="hide" />}
      <button type="submit" className="text-link min-h-11" aria-disabled={busy}>
        {isShown ? hide : show}
      </button>
      <p role="status" className="sr-only">
        {isShown && words.shown}
      </p>
      <p role="alert" className="text-small text-danger empty:hidden">
        {wrong}
      </p>
    </form>
  );
}
