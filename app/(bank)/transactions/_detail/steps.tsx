import { NewerIcon, OlderIcon } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { Direction } from '#app/(bank)/transactions/_list/rows.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Steps } from './use-steps.ts';

/**
 * To the newer and the older transaction: under the thumb on a phone, in the corner of the card beside a list. At the
 * ends the buttons say so and keep the focus, so that a key pressed once too often loses nothing.
 */
export function StepButtons({
  steps,
  count,
}: {
  steps: Steps;
  /** How many transactions the list has; null until they are counted. */
  count: number | null;
}) {
  const format = useFormat();
  const words = useListWords().detail;
  const { waiting, failed, position } = steps;
  return (
    <nav
      aria-label={words.steps}
      className="z-10 flex justify-center max-lg:fixed max-lg:inset-x-0 max-lg:bottom-[calc(3.5625rem+env(safe-area-inset-bottom))] max-lg:border-t max-lg:border-line max-lg:bg-raised max-lg:group-has-[:is(textarea,input):focus]:hidden lg:absolute lg:top-3 lg:left-3"
    >
      <div className="flex items-center max-lg:w-full max-lg:max-w-md max-lg:justify-between">
        <StepButton direction="newer" label={words.newer} steps={steps} shortcut="ArrowLeft k" />
        <div className="min-w-20 px-1 text-center text-small text-ink-soft max-lg:max-w-40">
          <p role="status" className="text-danger lg:whitespace-nowrap">
            {failed && words.stepFailed}
          </p>
          {!failed && (
            <p aria-hidden={position === null || undefined} className="figures">
              {position !== null && count !== null && position <= count
                ? fill(words.position, { position: format.count(position), count: format.count(count) })
                : waiting && '…'}
            </p>
          )}
        </div>
        <StepButton direction="older" label={words.older} steps={steps} shortcut="ArrowRight j" />
      </div>
    </nav>
  );
}

function StepButton({
  direction,
  label,
  shortcut,
  steps,
}: {
  direction: Direction;
  label: string;
  shortcut: string;
  steps: Steps;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={!steps[direction]}
      aria-keyshortcuts={shortcut}
      onClick={() => steps[direction] && steps.step(direction)}
      className="flex size-11 items-center justify-center rounded-full max-lg:h-12 max-lg:w-24 text-ink hover:bg-sunken aria-disabled:text-line"
    >
      {direction === 'newer' ? <NewerIcon /> : <OlderIcon />}
    </button>
  );
}
