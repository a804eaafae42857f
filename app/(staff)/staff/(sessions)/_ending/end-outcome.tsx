'use client';
import type { ReactNode } from 'react';
import { RefusedError } from '#app/_client/call-bank.ts';
import { refusalWords } from '#app/_client/refusal-words.ts';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat, useWords } from '#app/_words/context.tsx';

/** What came of it. */
export function Told({ revoked, alreadyGone, left }: { revoked: number; alreadyGone: number; left: number }) {
  const words = useWords('staff');
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

export function Failed({ error, revoked }: { error: unknown; revoked: number }) {
  const words = useWords('staff');
  const common = useWords('session');
  const { locale } = useFormat();
  const own: Record<string, string> = words.errors;
  const code = error instanceof RefusedError ? error.code : '';
  return (
    <div role="alert">
      <p className="text-danger">{own[code] ?? refusalWords(common, error)}</p>
      {revoked > 0 && <p className="mt-2">{plural(locale, words.doneSoFar, revoked)}</p>}
    </div>
  );
}

/** Nothing is left to decide: one button, which has the focus. */
export function Closing({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const words = useWords('staff');
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
