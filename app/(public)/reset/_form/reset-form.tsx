'use client';
import { useActionState, useEffect, useRef } from 'react';
import { SecretField } from '#app/_kit/secret-field.tsx';
import { submitByHand } from '#app/_kit/submit-by-hand.ts';
import { type ResetState, setPassword } from '#app/(public)/reset/actions.ts';
import type { ResetWords } from '#app/(public)/reset/words.ts';

const FIRST_TRY: ResetState = { fault: null, error: null };

/** Choosing a new password. Posts as a plain form until JavaScript has arrived, with the same answers. */
export function ResetForm({
  token,
  username,
  words,
}: {
  token: string;
  username: string;
  words: ResetWords;
}) {
  const [state, act, pending] = useActionState(setPassword, FIRST_TRY);
  const field = useRef<HTMLInputElement>(null);
  const message = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    if (state.fault) field.current?.focus();
    else if (state.error) message.current?.focus();
  }, [state]);

  return (
    <form action={act} onSubmit={submitByHand(act, pending)} className="flex flex-col gap-4">
      <p
        ref={message}
        role="alert"
        tabIndex={-1}
        className="text-danger empty:hidden"
        data-testid="reset-error"
      >
        {state.error && words.errors[state.error]}
      </p>
      <input type="hidden" name="token" value={token} />
      <input type="text" name="username" autoComplete="username" defaultValue={username} readOnly hidden />
      <SecretField
        ref={field}
        words={words.field}
        label={words.next}
        name="next"
        autoComplete="new-password"
        error={state.fault ? words.faults[state.fault] : undefined}
        hint={words.nextHint}
      />
      <button type="submit" className="button button-primary w-full" aria-disabled={pending}>
        {pending ? words.submitting : words.submit}
      </button>
    </form>
  );
}
