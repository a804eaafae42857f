import type { ReactNode } from 'react';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { useStaffRefusal } from '#app/(staff)/_shared/use-staff-refusal.ts';
import { useConsoleWords } from '#app/(staff)/staff/(sessions)/use-console-words.ts';
import type { Done } from './use-ending.ts';

/** How many ended, and where that is recorded. */
export function EndedSummary({ revoked, alreadyGone, left }: Done) {
  const words = useConsoleWords();
  const { locale } = useFormat();
  const sentences = [
    plural(locale, words.done, revoked),
    alreadyGone > 0 && plural(locale, words.alreadyGone, alreadyGone),
    left > 0 && plural(locale, words.left, left),
  ].filter((sentence) => sentence !== false);
  return (
    <>
      <p role="status" data-testid="ended" data-revoked={revoked}>
        {sentences.join(' ')}
      </p>
      <p className="mt-2 text-small text-ink-soft">{words.recorded}</p>
    </>
  );
}

export function EndFailure({ error, revoked }: { error: unknown; revoked: number }) {
  const words = useConsoleWords();
  const refusal = useStaffRefusal(words.errors);
  const { locale } = useFormat();
  return (
    <div role="alert">
      <p className="text-danger">{refusal(error)}</p>
      {revoked > 0 && <p className="mt-2">{plural(locale, words.doneSoFar, revoked)}</p>}
    </div>
  );
}

/** Nothing is left to decide: one button, which has the focus. */
export function LastStep({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const words = useConsoleWords();
  return (
    <>
      {children}
      <button
        type="button"
        // biome-ignore lint/a11y/noAutofocus: within a dialog, whose button before it is gone.
        autoFocus
        className="button mt-4 w-full"
        onClick={onClose}
      >
        {words.close}
      </button>
    </>
  );
}
