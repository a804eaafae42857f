import { classes } from '#app/_kit/class-names.ts';
import { toggleDetails } from './actions.ts';
import type { useDetails } from './use-details.ts';

/**
 * Shows details or hides them again. Before JavaScript arrives it is a form that leads to the question for the password,
 * and from there back to `here` with the details.
 */
export function DetailsToggle({
  details: { shown, busy, wrong, toggle },
  here,
  words: { show, hide, shown: said },
  className,
}: {
  details: Pick<ReturnType<typeof useDetails>, 'busy' | 'wrong' | 'toggle'> & { shown: unknown };
  /** The page's own address. */
  here: string;
  words: { show: string; hide: string; shown: string };
  className?: string;
}) {
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
      {/* As wide as the longer of its words, so that nothing moves when they change. */}
      <button type="submit" className="grid min-h-11 place-items-end content-center" aria-disabled={busy}>
        <span className="text-link [grid-area:1/1]">{isShown ? hide : show}</span>
        <span aria-hidden="true" className="invisible [grid-area:1/1]">
          {isShown ? show : hide}
        </span>
      </button>
      <p role="status" className="sr-only">
        {isShown && said}
      </p>
      <p role="alert" className="text-small text-danger empty:hidden">
        {wrong}
      </p>
    </form>
  );
}
