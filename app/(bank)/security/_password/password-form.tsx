'use client';
import { useActionState, useEffect, useEffectEvent, useRef } from 'react';
import { RefusedError } from '#app/_client/bank.ts';
import { useConfirming, useRefusal } from '#app/_frame/session/step-up.tsx';
import { SecretField } from '#app/_kit/secret-field.tsx';
import { submitByHand } from '#app/_kit/submit-by-hand.ts';
import { useReload } from '#app/(bank)/security/_security/security.tsx';
import { changePassword, type PasswordState } from '#app/(bank)/security/actions.ts';
import type { PasswordWords } from '#app/(bank)/security/words.ts';

/** Of staff with a passkey. */
const STEP_UP = 'step_up_required';

/**
 * Changing the password. A form of its own until JavaScript arrives; after it, what was typed stays through an error,
 * and the focus goes to what is wrong.
 */
export function PasswordForm({
  username,
  endOthers,
  words,
}: {
  username: string;
  /** Whether ending the others is suggested. */
  endOthers: boolean;
  words: PasswordWords;
}) {
  const refusal = useRefusal();
  const confirming = useConfirming();
  const reload = useReload();
  const [state, act, pending] = useActionState<PasswordState, FormData>(changePassword, {
    status: 'untried',
    endOthers,
  });
  const currentField = useRef<HTMLInputElement>(null);
  const nextField = useRef<HTMLInputElement>(null);
  const message = useRef<HTMLParagraphElement>(null);

  const { currentError, nextError, formError } = wrongOf(state, words, refusal);
  const judge = useEffectEvent(() => {
    if (state.code === STEP_UP) {
      let isAsked = false;
      confirming(async () => {
        if (!isAsked) {
          isAsked = true;
          throw new RefusedError(0, { code: STEP_UP });
        }
        currentField.current?.form?.requestSubmit();
      }).catch(() => message.current?.focus());
    } else if (state.status === 'changed') {
      clear(currentField.current);
      clear(nextField.current);
      message.current?.focus();
      reload();
    } else if (currentError) {
      clear(currentField.current);
      currentField.current?.focus();
    } else if (nextError) nextField.current?.focus();
    else if (formError) message.current?.focus();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is looked at once.
  useEffect(() => judge(), [state]);

  return (
    <form action={act} onSubmit={submitByHand(act, pending)} className="flex flex-col gap-4">
      <p
        ref={message}
        tabIndex={-1}
        role={state.status === 'refused' ? 'alert' : 'status'}
        data-testid="password-message"
        className={
          state.status === 'changed' ? 'rounded-field bg-tint px-4 py-3' : 'text-danger empty:hidden'
        }
      >
        {state.status === 'changed' ? (state.endOthers ? words.changedAndEnded : words.changed) : formError}
      </p>
      <input type="text" name="username" autoComplete="username" defaultValue={username} readOnly hidden />
      <SecretField
        ref={currentField}
        words={words.field}
        label={words.current}
        name="current"
        autoComplete="current-password"
        error={currentError}
      />
      <SecretField
        ref={nextField}
        words={words.field}
        label={words.next}
        name="next"
        autoComplete="new-password"
        error={nextError}
        hint={words.nextHint}
      />
      <label className="flex min-h-11 items-center gap-3">
        <input type="checkbox" name="endOthers" defaultChecked={endOthers} className="size-5 shrink-0" />
        {words.alsoOthers}
      </label>
      <button
        type="submit"
        className="button button-primary w-full sm:w-auto sm:self-start"
        aria-disabled={pending}
      >
        {pending ? words.changing : words.change}
      </button>
    </form>
  );
}

function clear(field: HTMLInputElement | null) {
  if (field) field.value = '';
}

/** Each fault at its field; what belongs to none, above them. */
function wrongOf(
  { status, code, fault, retryAfterSeconds = 0 }: PasswordState,
  words: PasswordWords,
  refusal: (error: unknown) => string,
) {
  if (status !== 'refused') return {};
  if (fault !== undefined) {
    const faults: Record<string, string> = words.faults;
    return { nextError: faults[fault] ?? refusal(null) };
  }
  if (code === 'missing') return { currentError: words.missing };
  if (code === 'wrong_credentials') return { currentError: words.wrongCurrent };
  // The dialog asks for it; closed, this stays.
  if (code === STEP_UP) return { formError: refusal(new RefusedError(0, { code: 'passkey_required' })) };
  return {
    formError: refusal(new RefusedError(0, { code: code ?? 'other' }, retryAfterSeconds)),
  };
}
